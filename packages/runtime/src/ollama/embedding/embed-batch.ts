import { addToError } from '../errors/error-details.ts';
import { isNodetoolError } from '@nodetool-ai/graph';
import { embedBeginning } from './embed-beginning.ts';
import type { EmbeddingRun, SentTexts } from './embedding-run.ts';
import { guiltyText } from './guilty-text.ts';
import { isRouteUnknown, knowsBase64, noteBase64Unknown } from './base64-support.ts';
import { textFault } from './text-fault.ts';

/** Texts that go together, until one of them turns out to be guilty of a failure. */
export interface EmbeddingBatch extends Omit<SentTexts, 'beginning'> {
  /** The engine crashed at these texts before: each is sent once more, and not again. */
  readonly hasCrashed?: boolean;
}

/**
 * The vectors of a batch. Where the daemon only says that something is too long, or its engine crashed, the batch is
 * divided until all is well or the guilty text is found. That is cut when the caller wants it, else named in the error.
 */
export async function embedBatch<Vector extends ArrayLike<number>>(
  run: EmbeddingRun<Vector>,
  batch: EmbeddingBatch,
): Promise<readonly Vector[]> {
  const { connection } = run;
  const route = knowsBase64(connection) ? batch.route : 'embed';
  try {
    return await run.send({ route, places: batch.places });
  } catch (error) {
    if (route === 'base64' && isRouteUnknown(error)) {
      const vectors = await embedBatch(run, { ...batch, route: 'embed' });
      // Now it is sure that the route was missing, and not the model.
      noteBase64Unknown(connection);
      return vectors;
    }
    return embedAfterFailure(run, batch, error);
  }
}

async function embedAfterFailure<Vector extends ArrayLike<number>>(
  run: EmbeddingRun<Vector>,
  batch: EmbeddingBatch,
  error: unknown,
): Promise<readonly Vector[]> {
  const { places } = batch;
  const fault = textFault(error);
  if (fault === undefined) throw error;
  if (fault === 'crash') run.isCareful = true;
  const again = { ...batch, route: 'embed', hasCrashed: fault === 'crash' } as const;
  if (places.length > 1) {
    const half = Math.ceil(places.length / 2);
    const first = await embedBatch(run, { ...again, places: places.slice(0, half) });
    const second = await embedBatch(run, { ...again, places: places.slice(half) });
    return [...first, ...second];
  }
  if (fault === 'crash' && batch.hasCrashed !== true) return embedBatch(run, again);
  const [index = 0] = places;
  const { model, texts, request } = run;
  const guilt = { fault, index, total: texts.length, model };
  if (fault !== 'too-long' || request.onTooLong !== 'cut') throw guiltyText(error, guilt);
  try {
    return [await embedBeginning(run, index)];
  } catch (failure) {
    throw isNodetoolError(failure) ? addToError(failure, { details: { index } }) : failure;
  }
}
