import { NodetoolError } from '@nodetool-ai/graph';
import { showableText } from '../errors/daemon-text.ts';
import type { LineValue } from '../connection/ndjson-reader.ts';
import type { LineTranslator } from '../connection/ndjson-stream.ts';
import { readCount, readText } from '../facts/wire-values.ts';
import { LayerTally } from './layer-tally.ts';
import { ProgressPace } from './progress-pace.ts';
import type { TransferProgress } from './transfer-progress.ts';

/** What a line of a pull or a create means. */
export interface ReadStatus<Phase extends string> {
  readonly phase: Phase;
  /** Whether nothing comes after it. */
  readonly isLast?: boolean;
  /** Whether all layers that were told of are there by now. */
  readonly isComplete?: boolean;
}

/** How lines are read. */
export interface ProgressTranslatorOptions<Phase extends string> {
  /** Reads the words of a line; `hasLayer` when it tells of the bytes of a layer. Lines come in their order. */
  readonly read: (status: string, hasLayer: boolean) => ReadStatus<Phase>;
  /** Takes secrets out of words of the daemon. */
  readonly hide: (text: string) => string;
  /** For OLLAMA_STREAM_TRUNCATED: what did not come to its end, and what to do. */
  readonly truncated: { readonly message: string; readonly hint: string };
  /** Milliseconds of a clock that only goes forward. Default `performance.now`. */
  readonly now?: () => number;
}

/** Turns the lines of a pull or a create into progress: all layers together, about ten items a second. */
export class ProgressTranslator<Phase extends string> implements LineTranslator<
  TransferProgress<Phase>
> {
  readonly #options: ProgressTranslatorOptions<Phase>;
  readonly #tally = new LayerTally();
  readonly #pace: ProgressPace<Phase>;

  constructor(options: ProgressTranslatorOptions<Phase>) {
    this.#options = options;
    this.#pace = new ProgressPace(options.now);
  }

  line(value: LineValue, items: TransferProgress<Phase>[]): boolean {
    const { read, hide } = this.#options;
    const status = readText(value['status']) ?? '';
    const layer = readText(value['digest']);
    if (layer !== undefined)
      this.#tally.add(layer, readCount(value['total']) ?? 0, readCount(value['completed']) ?? 0);
    const { phase, isLast = false, isComplete = false } = read(status, layer !== undefined);
    if (isComplete) this.#tally.completeAll();
    const item = this.#pace.item({
      phase,
      // Words of the daemon may name folders of its machine.
      status: hide(showableText(status)),
      ...(layer === undefined ? {} : { layer }),
      ...this.#tally.figures(),
      isMoving: layer !== undefined,
      isLast,
    });
    if (item !== undefined) items.push(item);
    return isLast;
  }

  end(): void {
    const { message, hint } = this.#options.truncated;
    throw new NodetoolError('OLLAMA_STREAM_TRUNCATED', message, { hint });
  }

  partial(): Readonly<Record<string, unknown>> {
    return this.#tally.figures();
  }
}
