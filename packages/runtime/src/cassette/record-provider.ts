import type { BaseProvider } from '../providers/base-provider.ts';
import type { GenerateRequest, ProviderStreamItem } from '../providers/provider-requests.ts';
import type { CassetteWriter } from './cassette-writer.ts';
import { ProviderSeam } from './provider-seam.ts';
import type { ProviderCall } from './provider-seam.ts';
import { RecordedStream } from './recorded-stream.ts';
import { Recording } from './recording.ts';
import type { RecordingOptions } from './recording.ts';

/** How a recorder measures time. */
export interface RecordOptions {
  /** Milliseconds from any beginning. Default: the clock of the process. */
  readonly now?: () => number;
}

/**
 * Gives a provider that asks the given one and writes every request and what came of it onto the tape: streams item by
 * item with their pace, errors with the text so far, vectors exactly. Keys, headers and pixels are never written, of an
 * address only its origin. A stream that is left, and a request that is cancelled, is written as `left`; one whose
 * signal was aborted beforehand is not written. What the caller gets never depends on the tape: when something could
 * not be written, `tape.close()` says so.
 */
export function recordProvider(
  provider: BaseProvider,
  tape: CassetteWriter,
  { now = () => performance.now() }: RecordOptions = {},
): BaseProvider {
  const url = 'url' in provider && typeof provider.url === 'string' ? provider.url : undefined;
  return new RecordingProvider(provider, { tape, now, url });
}

class RecordingProvider extends ProviderSeam {
  readonly provider: string;
  readonly #asked: BaseProvider;
  readonly #options: RecordingOptions;

  constructor(asked: BaseProvider, options: RecordingOptions) {
    super();
    this.provider = asked.provider;
    this.#asked = asked;
    this.#options = options;
  }

  override generateMessages(
    request: GenerateRequest,
  ): AsyncGenerator<ProviderStreamItem, void, void> {
    return new RecordedStream(this.#asked.generateMessages(request), () =>
      this.#begin('generateMessages', request),
    );
  }

  protected override async answer<T>({ method, request, send }: ProviderCall<T>): Promise<T> {
    const recording = this.#begin(method, request);
    try {
      const result = await send(this.#asked);
      await recording?.result(result);
      return result;
    } catch (error) {
      await recording?.fail(error);
      throw error;
    }
  }

  #begin(method: string, request: { readonly signal?: AbortSignal }): Recording | undefined {
    return request.signal?.aborted ? undefined : new Recording(this.#options, method, request);
  }
}
