import type { ModelFacts } from '@nodetool-ai/graph';
import { completeModelName } from '../ollama/facts/model-name.ts';
import type { PoolHost } from './pool-host.ts';

/** A host that may run a model. */
export interface Candidate {
  readonly host: PoolHost;
  /** The model by the name that this host knows. */
  readonly model: string;
  /** What is known of the model there. */
  readonly facts: ModelFacts | undefined;
  /** The host was seen not to be able to run models. */
  readonly isDoubtful: boolean;
}

const FITS_ORDER = { yes: 0, unknown: 1, no: 2 } as const;

/**
 * Chooses where a request goes: a host that has the model in memory and nothing of ours to do with it; then one with
 * room; then one that is at work, the less the better; then one into whose memory the model does not fit. Among equals
 * the one with fewer requests of ours, then the first in the person's order, in which the candidates come. Hosts that
 * failed lately come last.
 */
export function choosePlace(candidates: readonly Candidate[]): Candidate | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, rank: rankOf(candidate) }));
  const [best] = ranked.toSorted((one, other) => compare(one.rank, other.rank));
  return best?.candidate;
}

function rankOf({ host, model, facts, isDoubtful }: Candidate): readonly number[] {
  const { underWay } = host.state;
  const atWork = underWay.of(completeModelName(model));
  const fits = facts?.fitsInMemory ?? 'unknown';
  return [
    isDoubtful || host.isTroubled(model) ? 1 : 0,
    classOf(facts?.loaded === 'yes', atWork > 0, fits === 'no'),
    atWork,
    FITS_ORDER[fits],
    underWay.total,
  ];
}

function classOf(isLoaded: boolean, isAtWork: boolean, isTooLarge: boolean): number {
  if (isLoaded) return isAtWork ? 2 : 0;
  if (isTooLarge) return 4;
  return isAtWork ? 3 : 1;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place === -1 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
