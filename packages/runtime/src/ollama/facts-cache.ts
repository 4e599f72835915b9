import type { ShowAnswer } from './show-answer.ts';

/** What was learned of one model at one digest. */
export interface LearnedModel {
  readonly show: ShowAnswer;
  /** Length of a vector that it really made; only where `show` did not say. */
  readonly probedDimensions?: number;
}

/** Models that are remembered at most; a person has some dozens. */
const MOST_MODELS = 1000;

const learned = new Map<string, Promise<LearnedModel>>();

/**
 * What is known of a model, asked once for each address and digest and shared by everybody who asks meanwhile. Without
 * a digest nothing is kept, because nobody could tell when it is out of date. Failures are not kept.
 */
export function rememberModel(
  url: string,
  digest: string | undefined,
  ask: () => Promise<LearnedModel>,
): Promise<LearnedModel> {
  if (digest === undefined) return ask();
  const key = `${url} ${digest}`;
  const known = learned.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  learned.set(key, asked);
  asked.catch(() => learned.delete(key));
  const [oldest] = learned.keys();
  if (learned.size > MOST_MODELS && oldest !== undefined) learned.delete(oldest);
  return asked;
}
