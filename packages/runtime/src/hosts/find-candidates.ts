import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { modelSource, withoutCloudSuffix } from '../ollama/facts/model-source.ts';
import { askHosts } from './usable-hosts.ts';
import type { HostAnswer } from './usable-hosts.ts';
import type { Candidate } from './choose-place.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { statusError } from './failed-attempts.ts';
import type { ModelAddress } from './model-address.ts';
import { findModel } from './pool-host.ts';
import type { PoolHost } from './pool-host.ts';

/** Whom a question about a model may be put to. */
export interface CandidateSearch {
  readonly hosts: readonly PoolHost[];
  readonly signal: AbortSignal | undefined;
  /** Gets what the hosts said that do not come into question. */
  readonly failed: FailedAttempts;
}

/**
 * The hosts that may run a model, in the person's order. A host that is named is taken as it is, and nobody is asked.
 * Else those that are ready and have the model; never a service, because nothing leaves the person's machines unless
 * they say so, and a host that would hand the model on to the cloud only when the model's name says so or no other host
 * is known to have it itself. Rejects with CANCELLED and REQUEST_INVALID.
 */
export async function findCandidates(
  { model, host: name }: ModelAddress,
  search: CandidateSearch,
): Promise<readonly Candidate[]> {
  if (name !== undefined) return [await namedCandidate(model, name, search)];
  const own = search.hosts.filter((host) => !host.isCloud);
  const answers = await askHosts(own, search.signal);
  const found = await whoHas(model, answers, search, false);
  // A model may have come since a list was remembered.
  const candidates = found.length > 0 ? found : await whoHas(model, answers, search, true);
  return withoutDetours(model, candidates, own);
}

async function namedCandidate(
  model: string,
  name: string,
  { hosts, signal }: CandidateSearch,
): Promise<Candidate> {
  const host = hosts.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (host === undefined) {
    const names = hosts.map((candidate) => candidate.name).join(', ');
    throw new NodetoolError('REQUEST_INVALID', `There is no host ${name}.`, {
      hint: `Hosts: ${names}. They stand in the setting OLLAMA_HOSTS.`,
    });
  }
  const known = host.isCloud ? await nameInCloud(host, model, signal) : model;
  return { host, model: known, facts: host.recallModel(known), isDoubtful: false };
}

/** The cloud itself knows `x:480b-cloud` as `x:480b`; when it cannot be asked, the name stays as it is. */
async function nameInCloud(
  host: PoolHost,
  model: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (modelSource(model) !== 'cloud') return model;
  try {
    const facts = await host.askModels(signal);
    const bare = withoutCloudSuffix(model);
    return findModel(facts, model) === undefined && findModel(facts, bare) !== undefined
      ? bare
      : model;
  } catch (error) {
    if (isNodetoolError(error) && error.code === 'CANCELLED') throw error;
    return model;
  }
}

async function whoHas(
  model: string,
  answers: readonly HostAnswer[],
  { signal, failed }: CandidateSearch,
  isLast: boolean,
): Promise<readonly Candidate[]> {
  const asked = answers.map(async ({ host, status }): Promise<Candidate | NodetoolError> => {
    if (status.state !== 'ready' && status.state !== 'incomplete') return statusError(status);
    const isDoubtful = status.state === 'incomplete';
    let facts: ModelFacts | undefined;
    try {
      facts = findModel(await host.askModels(signal, { isFresh: isLast }), model);
    } catch (error) {
      if (!isNodetoolError(error) || error.code === 'CANCELLED') throw error;
      return error;
    }
    // A daemon hands a cloud model on that it does not list.
    if (facts === undefined && modelSource(model) !== 'cloud') return missing(model, host);
    return { host, model, facts, isDoubtful };
  });
  const found = await Promise.all(asked);
  const candidates = found.filter((one): one is Candidate => !isNodetoolError(one));
  // What is said now is said for good only when nobody is asked again.
  if (candidates.length > 0 || isLast) {
    for (const [index, one] of found.entries()) {
      const host = answers[index]?.host;
      if (host === undefined || !isNodetoolError(one)) continue;
      const isKnown = one.code === 'MODEL_NOT_FOUND' || host.recallModel(model) !== undefined;
      failed.add(host.name, model, one, isKnown ? 'lacking' : 'away');
    }
  }
  return candidates;
}

function missing(model: string, { name, setting, state }: PoolHost): NodetoolError {
  const installed = (state.models?.facts ?? []).map((facts) => facts.id);
  const most = 12;
  const shown = installed.slice(0, most).join(', ');
  const more = installed.length > most ? ` and ${installed.length - most} more` : '';
  return new NodetoolError('MODEL_NOT_FOUND', `The model ${model} is not installed on ${name}.`, {
    hint: `Pull it there with \`ollama pull\`. ${
      shown === '' ? 'No model is installed yet.' : `Installed on ${name}: ${shown}${more}.`
    }`,
    action: { kind: 'pull-model', subject: model },
    details: { url: setting.url, model, installed },
  });
}

function withoutDetours(
  model: string,
  candidates: readonly Candidate[],
  hosts: readonly PoolHost[],
): readonly Candidate[] {
  if (modelSource(model) === 'cloud') return candidates;
  const hasItself = hosts.some((host) => host.recallModel(model)?.remote === false);
  return hasItself ? candidates.filter(({ facts }) => facts?.remote !== true) : candidates;
}
