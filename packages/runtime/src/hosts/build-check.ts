import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { Candidate } from './choose-place.ts';
import type { ModelAddress } from './model-address.ts';
import { findModel } from './pool-host.ts';
import type { PoolHost } from './pool-host.ts';

/**
 * Keeps vectors of two builds of a model apart. The build that counts is that of the first host in the person's order
 * that has the model or is known to have had it; hosts with another one are refused.
 */
export class BuildCheck {
  #digest: string | undefined;
  #hasBegun = false;

  /** Settles which build counts. A host that is named is asked for it; one that cannot be asked leaves it open. */
  async expect(
    { model, host: name }: ModelAddress,
    hosts: readonly PoolHost[],
    candidates: readonly Candidate[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (name === undefined) {
      const own = hosts.filter((host) => !host.isCloud);
      const digests = own.map((host) => host.recallModel(model)?.digest);
      this.#digest = digests.find((digest) => digest !== undefined);
      return;
    }
    const [candidate] = candidates;
    if (candidate !== undefined)
      this.#digest = await askDigest(candidate, signal, false).catch(unlessCancelled);
  }

  /**
   * Why a host is refused, if it is. The first one may have a build of which nothing is known; any further one is asked
   * for its build now. Rejects with CANCELLED only.
   */
  async refusalOf(
    candidate: Candidate,
    signal: AbortSignal | undefined,
  ): Promise<NodetoolError | undefined> {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    let digest = candidate.facts?.digest;
    if (isFirst && (this.#digest === undefined || digest === undefined)) return undefined;
    if (!isFirst) {
      try {
        digest = await askDigest(candidate, signal, true);
      } catch (error) {
        if (!isNodetoolError(error) || error.code === 'CANCELLED') throw error;
        return error;
      }
    }
    if (digest !== undefined && digest === this.#digest) return undefined;
    return otherBuild(candidate, digest !== undefined && this.#digest !== undefined);
  }
}

async function askDigest(
  { host, model }: Candidate,
  signal: AbortSignal | undefined,
  isFresh: boolean,
): Promise<string | undefined> {
  return findModel(await host.askModels(signal, { isFresh }), model)?.digest;
}

function unlessCancelled(error: unknown): undefined {
  if (!isNodetoolError(error) || error.code === 'CANCELLED') throw error;
}

function otherBuild({ host, model }: Candidate, isKnown: boolean): NodetoolError {
  const what = isKnown
    ? `${host.name} has another build of ${model}`
    : `It is not known whether ${host.name} has the same build of ${model}`;
  return new NodetoolError('EMBEDDING_INVALID', `${what}; vectors of two builds do not fit.`, {
    hint: `Pull the model anew on all hosts, or name the host: ${model}@${host.name}.`,
    details: { model, host: host.name },
  });
}
