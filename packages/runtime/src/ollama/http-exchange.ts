import type { Dispatcher } from 'undici';

/** Pieces that wait for the reader before the socket is told to wait. */
const MOST_WAITING = 16;

/** What is asked over HTTP. */
export interface HttpQuestion {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

type Pieces = AsyncGenerator<Buffer, void, void>;

/**
 * One request and its answer, straight on the dispatcher: a piece is ours the moment it arrives, so that a connection
 * that breaks takes nothing with it that was here already, and reading costs little. An abort ends both sides at once.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #onAbort: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #waiting: Buffer[] = [];
  #state: 'asking' | 'answering' | 'ended' | 'failed' = 'asking';
  #failure: unknown;
  #wake: () => void = () => {};
  #status = 0;

  private constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#onAbort = () => this.#fail(signal.reason);
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Asks, and resolves with the status when the answer begins. Rejects with what the network threw, or the abort's reason. */
  static async ask(
    agent: Dispatcher,
    question: HttpQuestion,
  ): Promise<{ status: number; pieces: Pieces }> {
    const { origin, path, method, headers, body, signal } = question;
    signal.throwIfAborted();
    const exchange = new HttpExchange(signal);
    agent.dispatch({ origin, path, method, headers, body }, exchange);
    while (exchange.#state === 'asking') await exchange.#change();
    if (exchange.#state === 'failed' && exchange.#status === 0) throw exchange.#failure;
    return { status: exchange.#status, pieces: exchange.#read() };
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#state === 'failed') controller.abort(new Error('aborted'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
    // 1xx answers are told first and are not the answer.
    if (statusCode < 200) return;
    this.#status = statusCode;
    if (this.#state === 'asking') this.#state = 'answering';
    this.#wake();
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#waiting.push(piece);
    if (this.#waiting.length >= MOST_WAITING) controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    if (this.#state === 'answering') this.#state = 'ended';
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#wake();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  async *#read(): Pieces {
    try {
      for (;;) {
        const pieces = this.#waiting;
        this.#waiting = [];
        if (this.#controller?.paused) this.#controller.resume();
        yield* pieces;
        if (this.#waiting.length > 0) continue;
        if (this.#state === 'failed') throw this.#failure;
        if (this.#state === 'ended') return;
        await this.#change();
      }
    } finally {
      this.#fail(new Error('the reader left'));
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #fail(error: unknown): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (this.#state === 'ended' || this.#state === 'failed') return;
    this.#state = 'failed';
    this.#failure = error;
    this.#controller?.abort(new Error('aborted'));
    this.#wake();
  }
}
