import { errorShape, isNodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { ProviderStreamItem } from '../providers/provider-requests.ts';
import type { CassetteWriter } from './cassette-writer.ts';
import { interactionKey } from './interaction.ts';
import type { Interaction } from './interaction.ts';
import { toPlainRequest } from './plain-request.ts';
import type { PlainRequest } from './plain-request.ts';
import { toTapeValue } from './tape-value.ts';
import { withoutPaths } from './without-paths.ts';

/** What recordings are made with. */
export interface RecordingOptions {
  readonly tape: CassetteWriter;
  /** Milliseconds from any beginning. */
  readonly now: () => number;
  /** Address of the provider, where it has one; only its origin gets onto the tape. */
  readonly url: string | undefined;
}

/** One request while it is recorded: it is noted when it begins, and written once when it ends. */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #method: string;
  readonly #request: PlainRequest;
  readonly #order: number;
  readonly #items: ProviderStreamItem[] = [];
  readonly #at: number[] = [];
  #last: number;
  #isOver = false;

  constructor(options: RecordingOptions, method: string, request: object) {
    this.#options = options;
    this.#method = method;
    this.#request = toPlainRequest(request);
    this.#order = options.tape.nextOrder();
    this.#last = options.now();
  }

  /** Notes an item of a stream as it is now; its reader may change it. */
  item(item: ProviderStreamItem): void {
    this.#tick();
    this.#items.push(structuredClone(item));
  }

  /** The stream came to its end. */
  endStream(): Promise<void> {
    return this.#write({ items: this.#items });
  }

  /** The caller left the stream. One that had given its last item by then is whole. */
  leaveStream(): Promise<void> {
    const last = this.#items.at(-1);
    const isWhole = last?.type === 'chunk' && last.done === true;
    return this.#write({ items: this.#items, ...(isWhole ? {} : { left: true as const }) });
  }

  /** The method gave its result. */
  result(result: unknown): Promise<void> {
    const value = toTapeValue(result);
    return this.#write({
      result: this.#method === 'status' ? withoutPaths(value, this.#options.url) : value,
    });
  }

  /** It failed, or was cancelled. */
  fail(error: unknown): Promise<void> {
    const items = this.#items.length === 0 ? {} : { items: this.#items };
    if (isNodetoolError(error) && error.code === 'CANCELLED')
      return this.#write({ ...items, left: true });
    const shape = toTapeValue(toErrorShape(error, 'OLLAMA_REQUEST_FAILED'));
    return this.#write({
      ...items,
      error: errorShape.parse(withoutPaths(shape, this.#options.url)),
    });
  }

  /** Once, and never rejects: what the caller gets does not depend on the tape, which tells at its `close`. */
  async #write(ending: Pick<Interaction, 'items' | 'result' | 'error' | 'left'>): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#tick();
    const interaction = {
      key: interactionKey(this.#method, this.#request),
      method: this.#method,
      request: this.#request,
      order: this.#order,
      ...ending,
      at: this.#at,
    };
    await this.#options.tape.write(interaction).catch(() => {});
  }

  #tick(): void {
    const now = this.#options.now();
    this.#at.push(Math.max(Math.round(now - this.#last), 0));
    this.#last = now;
  }
}
