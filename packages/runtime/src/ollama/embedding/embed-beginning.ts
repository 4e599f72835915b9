import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { cutText } from './cut-text.ts';
import type { EmbeddingRun } from './embedding-run.ts';

/** Requests for one text at most: ten halve two million characters down to two thousand, and six come close. */
const MOST_TRIES = 16;
/** What is kept and what is too long may differ by this share of what is kept. */
const CLOSE_ENOUGH = 1 / 50;
/** A token of most languages stands for fewer characters: the first guess shall rather be too long than too short. */
const CHARACTERS_PER_TOKEN = 6;

/**
 * The vector of about as long a beginning of a text as fits into the context, found by halving: at most 16 requests,
 * mostly about eight. The beginning is noted in `run.cut`. Rejects with CONTEXT_OVERFLOW when none fits.
 */
export async function embedBeginning<Vector extends ArrayLike<number>>(
  run: EmbeddingRun<Vector>,
  place: number,
): Promise<Vector> {
  const text = run.texts[place] ?? '';
  let tooLong = text.length;
  let keptLength = 0;
  let kept: Vector | undefined;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const most =
      kept === undefined
        ? firstGuess(tooLong, run.request.contextLength)
        : middle(keptLength, tooLong);
    const beginning = cutText(text, most);
    if (beginning.length <= keptLength) break;
    const vector = await embedIfItFits(run, place, beginning);
    if (vector === undefined) {
      tooLong = beginning.length;
    } else {
      keptLength = beginning.length;
      kept = vector;
    }
    if (kept !== undefined && tooLong - keptLength <= keptLength * CLOSE_ENOUGH) break;
  }
  if (kept === undefined) throw new NodetoolError('CONTEXT_OVERFLOW');
  run.cut.push({ index: place, keptCharacters: keptLength, originalCharacters: text.length });
  return kept;
}

function firstGuess(tooLong: number, contextLength: number | undefined): number {
  const half = middle(0, tooLong);
  return contextLength === undefined ? half : Math.min(half, contextLength * CHARACTERS_PER_TOKEN);
}

function middle(least: number, most: number): number {
  return Math.floor((least + most) / 2);
}

async function embedIfItFits<Vector extends ArrayLike<number>>(
  run: EmbeddingRun<Vector>,
  place: number,
  beginning: string,
): Promise<Vector | undefined> {
  try {
    const [vector] = await run.send({ route: 'embed', places: [place], beginning });
    return vector;
  } catch (error) {
    if (isNodetoolError(error) && error.code === 'CONTEXT_OVERFLOW') return undefined;
    throw error;
  }
}
