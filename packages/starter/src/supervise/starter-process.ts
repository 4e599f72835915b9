import { NodetoolError, toNodetoolError } from '@nodetool-ai/graph';
import { describeEnd, endDetails, startChild } from './start-child.ts';
import type { ChildEnd, RunningChild } from './start-child.ts';
import { untilAborted } from './until-aborted.ts';

/** How the process is run. */
export interface StarterProcessOptions {
  /** Gives what stands after `node`: the file of the child and its parameters. Asked at every start. */
  readonly prepare: () => Promise<readonly string[]>;
  /** All that the child gets of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Longest wait until it listens. Default 30,000. */
  readonly startTimeoutMs?: number;
  /** Longest time that it may take to end by itself. Default 2,000. */
  readonly stopGraceMs?: number;
  /** How long nothing is started after so many ends in a row that nobody wanted, the last one included. */
  readonly backOffMs?: (failures: number) => number;
}

/** Who ran longer than that ended for a reason of its own, and not because it cannot run. */
const STABLE_MS = 60_000;
/** The socket of a process that ends breaks before its end is told. */
const END_IS_TOLD_MS = 2000;

/** At once after the first end, then 1, 2, 4 … and at most 30 seconds. */
const usualBackOffMs = (failures: number) =>
  failures <= 1 ? 0 : Math.min(1000 * 2 ** (failures - 2), 30_000);

/** The child process of the starter engine: started when it is asked for, noticed when it ends, and started again. */
export class StarterProcess {
  readonly #options: StarterProcessOptions;
  #closing = new AbortController();
  #starting: Promise<RunningChild> | undefined;
  #running: RunningChild | undefined;
  #failures = 0;
  #notBefore = 0;
  #lastCrash: { readonly url: string; readonly error: NodetoolError } | undefined;
  #lastError: NodetoolError | undefined;

  /** Starts nothing. */
  constructor(options: StarterProcessOptions) {
    this.#options = options;
  }

  /** Why it last ended by itself or did not start; undefined while it is well, and before the first start. */
  get lastError(): NodetoolError | undefined {
    return this.#lastError;
  }

  /** Number of the process; undefined when none runs. */
  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /**
   * Where it listens; it is started when it does not run. Who asks at the same time waits for the same start. Rejects
   * with STARTER_START_FAILED, with STARTER_CRASHED at once while it is left alone after several ends in a row, and with
   * what `prepare` throws.
   */
  async url({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<string> {
    signal?.throwIfAborted();
    if (this.#running !== undefined) return this.#running.url;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return (await untilAborted(this.#starting, signal)).url;
  }

  /**
   * The crash of the process that listened at an address, for who lost the connection to it. Waits at most 2 s for its
   * end to be told. Undefined when that process did not end, or ended because it was stopped.
   */
  async crashAt(url: string): Promise<NodetoolError | undefined> {
    const running = this.#running;
    if (running?.url === url) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, END_IS_TOLD_MS);
      });
      await Promise.race([running.ended, late]);
      clearTimeout(timer);
    }
    return this.#lastCrash?.url === url ? this.#lastCrash.error : undefined;
  }

  /** Ends the process, or its start. Resolves when it is gone. The next request starts it again. */
  async stop(): Promise<void> {
    this.#closing.abort();
    this.#closing = new AbortController();
    const running = this.#running;
    this.#running = undefined;
    await Promise.allSettled([this.#starting, running?.stop(this.#options.stopGraceMs ?? 2000)]);
  }

  async #start(): Promise<RunningChild> {
    const { prepare, environment, startTimeoutMs = 30_000 } = this.#options;
    const { signal } = this.#closing;
    this.#checkPause();
    const parameters = await prepare();
    try {
      const options = { parameters, environment, timeoutMs: startTimeoutMs, signal };
      const child = await startChild(options);
      if (signal.aborted) {
        await child.stop(0);
        throw new NodetoolError('STARTER_START_FAILED', 'The starter engine was stopped.');
      }
      this.#running = child;
      this.#lastError = undefined;
      const startedAt = Date.now();
      void child.ended.then((end) => this.#onEnd(child, end, Date.now() - startedAt));
      return child;
    } catch (error) {
      const failure = toNodetoolError(error, 'STARTER_START_FAILED');
      if (!signal.aborted) this.#count(failure);
      throw failure;
    }
  }

  #onEnd(child: RunningChild, end: ChildEnd, ranMs: number): void {
    // It was told to end.
    if (this.#running !== child) return;
    this.#running = undefined;
    const error = new NodetoolError(
      'STARTER_CRASHED',
      `The starter engine ended while it worked${describeEnd(end)}.`,
      { action: { kind: 'retry' }, details: endDetails(end) },
    );
    this.#lastCrash = { url: child.url, error };
    if (ranMs > STABLE_MS) this.#failures = 0;
    this.#count(error);
  }

  #count(error: NodetoolError): void {
    this.#lastError = error;
    this.#failures += 1;
    const { backOffMs = usualBackOffMs } = this.#options;
    this.#notBefore = Date.now() + backOffMs(this.#failures);
  }

  #checkPause(): void {
    const leftMs = this.#notBefore - Date.now();
    const last = this.#lastError;
    if (leftMs <= 0 || last === undefined) return;
    const seconds = Math.ceil(leftMs / 1000);
    throw new NodetoolError(
      last.code,
      `The starter engine ended ${this.#failures} times in a row. The last time: ${last.message}`,
      {
        hint: `It can be started again in ${seconds} s. ${last.hint}`,
        action: { kind: 'retry' },
        details: { ...last.details, retryInMs: leftMs },
        cause: last,
      },
    );
  }
}
