import type { LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import { AnswerParts } from './answer-parts.ts';
import { toSdkError } from './sdk-error.ts';

/**
 * Gives an answer as a stream of parts, read only as fast as its reader asks. Resolves when the answer has begun, so
 * that what fails before rejects (and may be tried again); what fails later is an `error` part, and an abort is the
 * error of the stream, as with `fetch`. Cancelling the stream closes the socket.
 */
export async function toPartStream(
  items: AsyncGenerator<ProviderStreamItem, void, void>,
  warnings: SharedV4Warning[],
  signal: AbortSignal | undefined,
): Promise<ReadableStream<LanguageModelV4StreamPart>> {
  const parts = new AnswerParts();
  let next: IteratorResult<ProviderStreamItem, void> | undefined = await items
    .next()
    .catch((error: unknown) => {
      throw toSdkError(error, signal);
    });

  /** Some parts, or undefined behind the last one. An item without parts is passed over. */
  async function read(): Promise<readonly LanguageModelV4StreamPart[] | undefined> {
    const { value, done } = next ?? (await items.next());
    next = undefined;
    return done === true ? undefined : parts.item(value);
  }

  return new ReadableStream<LanguageModelV4StreamPart>({
    start: (controller) => controller.enqueue({ type: 'stream-start', warnings }),
    async pull(controller) {
      try {
        let given: readonly LanguageModelV4StreamPart[] | undefined = [];
        while (given !== undefined && given.length === 0) given = await read();
        for (const part of given ?? parts.end()) controller.enqueue(part);
        if (given === undefined) controller.close();
      } catch (error) {
        if (signal?.aborted === true) return controller.error(toSdkError(error, signal));
        for (const part of parts.fail(toSdkError(error, signal))) controller.enqueue(part);
        controller.close();
      }
    },
    async cancel() {
      await items.return();
    },
  });
}
