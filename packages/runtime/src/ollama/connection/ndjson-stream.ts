import { NodetoolError, toNodetoolError } from '@nodetool-ai/graph';
import { ItemStream } from '../../streams/item-stream.ts';
import { cancelledError } from './cancelled-error.ts';
import type { DaemonCall } from './daemon-call.ts';
import { daemonLineError } from '../errors/daemon-error.ts';
import type { ErrorContext } from '../errors/daemon-error.ts';
import { isWebPage } from '../errors/daemon-text.ts';
import { readErrorFields } from '../errors/error-body.ts';
import { addToError } from '../errors/error-details.ts';
import { NdjsonReader } from './ndjson-reader.ts';
import type { LineValue } from './ndjson-reader.ts';
import type { BodySink } from './open-answer.ts';

/** Turns the lines of one answer into the items that a caller gets. */
export interface LineTranslator<Item> {
  /** Adds what a line gives to `items`. True when it was the last line. May throw an error of ours. */
  line(value: LineValue, items: Item[]): boolean;
  /** Adds what is left when the body ends without a last line, or throws. */
  end(items: Item[]): void;
  /** What had arrived so far, for the details of an error. */
  partial(): Readonly<Record<string, unknown>>;
}

/** How a stream of lines comes about. */
export interface NdjsonStreamOptions<Item> {
  readonly context: ErrorContext;
  readonly translator: LineTranslator<Item>;
  /** Sends the request; called at the first `next()`. The signal aborts when the caller's does or leaves the loop. */
  readonly open: (sink: BodySink, signal: AbortSignal) => Promise<DaemonCall>;
  readonly signal?: AbortSignal | undefined;
  /** Told once: an error, or nothing when the answer came to its end. */
  readonly onEnd?: (error?: NodetoolError) => void;
}

interface Waiting<Item> {
  readonly resolve: (result: IteratorResult<Item, void>) => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes that were not asked for yet at which reading from the socket stops until the caller has caught up. */
const MOST_HELD_BYTES = 1024 * 1024;
/** An answer that is complete may take this long to close its body; then its socket is closed. */
const LINGER_MS = 1000;

/**
 * An async generator over the items of one streamed answer, made by hand. Pieces of the body are kept as they come and
 * read when items are asked for; a promise is waited for only when there is nothing to read. Nothing is sent before the
 * first `next()`. Leaving the loop closes the socket. What had come before a failure is given before the error, which
 * carries what the translator calls partial; an abort drops what was not taken yet.
 */
export class NdjsonStream<Item> extends ItemStream<Item> implements BodySink {
  readonly #options: NdjsonStreamOptions<Item>;
  readonly #reader = new NdjsonReader();
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => {
    this.#items = [];
    this.#taken = 0;
    this.#fail(cancelledError(this.#options.signal));
    this.#serve();
  };
  #items: Item[] = [];
  #taken = 0;
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  #waiting: Waiting<Item>[] = [];
  #state: 'new' | 'reading' | 'complete' | 'failed' | 'left' = 'new';
  /** How the body ended, seen once its pieces are read. */
  #bodyEnd: 'clean' | NodetoolError | undefined;
  /** Thrown once, when the items before it are taken. */
  #error: NodetoolError | undefined;
  #call: DaemonCall | undefined;
  #isPaused = false;
  #isWaking = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: NdjsonStreamOptions<Item>) {
    super();
    this.#options = options;
  }

  next(): Promise<IteratorResult<Item, void>> {
    if (this.#taken < this.#items.length || this.#read()) return Promise.resolve(this.#take());
    if (this.#state === 'new') this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#serve();
    });
  }

  return(): Promise<IteratorResult<Item, void>> {
    const wasReading = this.#state === 'reading';
    this.#items = [];
    this.#taken = 0;
    this.#error = undefined;
    this.#settle('left');
    if (wasReading) this.#close();
    this.#serve();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** The answer began; a web page is refused at once. */
  open(contentType: string): void {
    if (!isWebPage('', contentType)) return;
    const { connection, path } = this.#options.context;
    throw new NodetoolError(
      'OLLAMA_NOT_OLLAMA',
      `${connection.url} answered ${path} with a web page.`,
    );
  }

  /** Keeps a piece of the body. */
  data(bytes: Buffer): void {
    // Behind the last line there is nothing worth reading.
    if (this.#state !== 'reading') return;
    this.#pieces.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes >= MOST_HELD_BYTES && this.#waiting.length === 0) {
      this.#isPaused = true;
      this.#call?.pause();
    }
    this.#wake();
  }

  /** The body ended. */
  end(): void {
    clearTimeout(this.#linger);
    this.#bodyEnd ??= 'clean';
    this.#wake();
  }

  /** The body broke off. */
  fail(error: NodetoolError): void {
    clearTimeout(this.#linger);
    this.#bodyEnd ??= error;
    this.#wake();
  }

  #start(): void {
    this.#state = 'reading';
    const { signal, open } = this.#options;
    if (signal?.aborted) return this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    void this.#open(open);
  }

  async #open(open: NdjsonStreamOptions<Item>['open']): Promise<void> {
    try {
      this.#call = await open(this, this.#controller.signal);
      if (this.#isPaused) this.#call.pause();
    } catch (error) {
      this.fail(toNodetoolError(error, 'OLLAMA_REQUEST_FAILED'));
    }
  }

  /** Reads kept pieces until there is an item. False when there is none for now. */
  #read(): boolean {
    if (this.#state !== 'reading') return false;
    while (this.#state === 'reading' && this.#items.length === 0) {
      const pieces = this.#pieces;
      if (pieces.length === 0 && this.#bodyEnd === undefined) return false;
      this.#pieces = [];
      this.#heldBytes = 0;
      try {
        const values: LineValue[] = [];
        if (pieces.length > 0) this.#readPieces(pieces, values);
        else this.#readEnd(values);
      } catch (error) {
        this.#fail(toNodetoolError(error, 'OLLAMA_BAD_STREAM'));
      }
    }
    if (this.#isPaused && this.#state === 'reading') {
      this.#isPaused = false;
      this.#call?.resume();
    }
    return this.#items.length > 0;
  }

  #readPieces(pieces: readonly Buffer[], values: LineValue[]): void {
    try {
      const [first] = pieces;
      this.#reader.push(
        pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces),
        values,
      );
    } finally {
      // What stands before a damaged line is good, and an error in it came first.
      this.#translate(values);
    }
  }

  #readEnd(values: LineValue[]): void {
    if (this.#bodyEnd instanceof Error) throw this.#bodyEnd;
    this.#reader.end(values);
    this.#translate(values);
    // The last line may have completed the answer.
    if (this.#state !== 'reading') return;
    this.#options.translator.end(this.#items);
    this.#complete();
  }

  #translate(values: readonly LineValue[]): void {
    const { translator, context } = this.#options;
    for (const value of values) {
      if (value['error'] !== undefined) throw daemonLineError(readErrorFields(value), context);
      if (!translator.line(value, this.#items)) continue;
      this.#complete();
      return;
    }
  }

  #complete(): void {
    this.#settle('complete');
    this.#options.onEnd?.();
    if (this.#bodyEnd !== undefined) return;
    this.#call?.resume();
    this.#linger = setTimeout(() => this.#call?.abort(), LINGER_MS).unref();
  }

  #fail(error: NodetoolError): void {
    const { context, translator, onEnd } = this.#options;
    const { model, connection } = context;
    const about = { url: connection.url, ...(model === undefined ? {} : { model }) };
    this.#error = addToError(error, { details: { ...about, ...translator.partial() } });
    this.#settle('failed');
    onEnd?.(this.#error);
    this.#close();
  }

  #settle(state: 'complete' | 'failed' | 'left'): void {
    this.#state = state;
    this.#pieces = [];
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #close(): void {
    this.#controller.abort();
    this.#call?.abort();
  }

  #take(): IteratorResult<Item, void> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers have looked whether there is one
    const value = this.#items[this.#taken] as Item;
    this.#taken += 1;
    if (this.#taken === this.#items.length) {
      this.#items = [];
      this.#taken = 0;
    }
    return { value, done: false };
  }

  /** Reads for those who wait, but not within the callback of the socket. */
  #wake(): void {
    if (this.#isWaking || this.#waiting.length === 0) return;
    this.#isWaking = true;
    queueMicrotask(() => {
      this.#isWaking = false;
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const hasItem = this.#taken < this.#items.length || this.#read();
      if (!hasItem && this.#state === 'reading') return;
      const waiting = this.#waiting.shift();
      if (hasItem) waiting?.resolve(this.#take());
      else if (this.#error === undefined) waiting?.resolve({ value: undefined, done: true });
      else {
        const error = this.#error;
        this.#error = undefined;
        waiting?.reject(error);
      }
    }
  }
}
