import { setTimeout as delay } from 'node:timers/promises';
import { NodetoolError } from '@nodetool-ai/graph';
import { agentFor } from './agents.ts';
import { toConnectionError } from './connection-error.ts';
import { toDaemonError } from './daemon-error.ts';
import { HttpExchange } from './http-exchange.ts';
import { NdjsonLines } from './ndjson-lines.ts';

/** Limits of one connection, all in milliseconds. 0 = no limit. */
export interface ConnectionLimits {
  /** Until the socket is open. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Silence within an answer that has begun. Default 120,000: a stuck model must not wait for ever. */
  readonly idleTimeoutMs?: number;
  /** Until the answer begins. Default 0: loading a model may take minutes. */
  readonly firstByteTimeoutMs?: number;
}

/** One request. */
export interface DaemonRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** The model that it is about, for messages. */
  readonly model?: string;
  readonly signal?: AbortSignal | undefined;
  /** For the whole answer; used for small questions. Default none. */
  readonly timeoutMs?: number;
}

/** Bytes of an error's body that are read. */
const MOST_ERROR_BYTES = 64 * 1024;
/** Bytes of an answer that does not stream: 64 vectors of 8,192 numbers are about 12 MB. */
const MOST_ANSWER_BYTES = 256 * 1024 * 1024;
/** Tries when the daemon says that it is busy, and the first pause between them. */
const BUSY_TRIES = 4;
const BUSY_PAUSE_MS = 200;

/** The wire to one daemon: sends requests, reads answers, turns everything that fails into an error of ours. */
export class OllamaConnection {
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #limits: Required<ConnectionLimits>;

  constructor(url: string, apiKey?: string, limits: ConnectionLimits = {}) {
    this.url = url;
    // A key is for a service elsewhere; on this machine it would only leak into logs.
    const isKeySent = apiKey !== undefined && apiKey !== '' && !isLoopback(url);
    this.#headers = {
      'content-type': 'application/json',
      ...(isKeySent ? { authorization: `Bearer ${apiKey}` } : {}),
    };
    this.#limits = {
      connectTimeoutMs: 5000,
      idleTimeoutMs: 120_000,
      firstByteTimeoutMs: 0,
      ...limits,
    };
  }

  /** The JSON of an answer. Rejects with an error of ours. */
  async json(question: DaemonRequest): Promise<unknown> {
    const watch = this.#watch(question, question.timeoutMs ?? 0);
    try {
      const pieces = await this.#send(question, watch.signal);
      const text = await readBounded(pieces, MOST_ANSWER_BYTES);
      return text === '' ? {} : parseAnswer(text);
    } catch (error) {
      throw watch.explain(error);
    } finally {
      watch.stop();
    }
  }

  /**
   * The values of an answer of lines, as they come: one list for each piece of the network, so that quick streams cost
   * little. Ending the loop closes the socket. An `error` line is thrown.
   */
  async *stream(question: DaemonRequest): AsyncGenerator<readonly unknown[], void, void> {
    const watch = this.#watch(question, this.#limits.firstByteTimeoutMs);
    try {
      const pieces = await this.#send(question, watch.signal);
      const lines = new NdjsonLines();
      watch.restart(this.#limits.idleTimeoutMs);
      for await (const piece of pieces) {
        watch.touch();
        const values = lines.push(piece);
        if (values.length > 0) yield values;
      }
      const last = lines.flush();
      if (last.length > 0) yield last;
    } catch (error) {
      throw watch.explain(error);
    } finally {
      watch.stop();
    }
  }

  async #send(question: DaemonRequest, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const url = new URL(this.url);
    const agent = agentFor(url.origin, this.#limits.connectTimeoutMs);
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const { status, pieces } = await HttpExchange.ask(agent, {
        origin: url.origin,
        path: `${url.pathname === '/' ? '' : url.pathname}${question.path}`,
        method: question.method ?? 'POST',
        headers: this.#headers,
        body: question.body === undefined ? null : JSON.stringify(question.body),
        signal,
      });
      if (status >= 200 && status < 300) return pieces;
      const body = await readBounded(pieces, MOST_ERROR_BYTES, true);
      const error = toDaemonError({ status, body, model: question.model });
      if (error.code !== 'OLLAMA_BUSY' || attempt === BUSY_TRIES) throw error;
      await delay(BUSY_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()), undefined, { signal });
    }
  }

  /** Joins the caller's signal with our own clock, and knows which of the two ended the request. */
  #watch(question: DaemonRequest, timeoutMs: number) {
    const controller = new AbortController();
    const { signal } = question;
    const forward = () => controller.abort(signal?.reason);
    if (signal?.aborted) forward();
    signal?.addEventListener('abort', forward, { once: true });
    let timer: NodeJS.Timeout | undefined;
    let limitMs = 0;
    let isTimedOut = false;
    const restart = (nextMs: number) => {
      clearTimeout(timer);
      limitMs = nextMs;
      timer = nextMs === 0 ? undefined : setTimeout(onTimeout, nextMs);
    };
    const onTimeout = () => {
      isTimedOut = true;
      controller.abort();
    };
    restart(timeoutMs);
    return {
      signal: controller.signal,
      restart,
      touch: () => timer?.refresh(),
      stop: () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', forward);
      },
      explain: (error: unknown) =>
        isTimedOut && !signal?.aborted
          ? timeoutError(this.url, limitMs)
          : toConnectionError(error, this.url, signal),
    };
  }
}

function timeoutError(url: string, limitMs: number): NodetoolError {
  return new NodetoolError(
    'OLLAMA_TIMEOUT',
    `The daemon at ${url} sent nothing for ${limitMs / 1000} s.`,
    { details: { url } },
  );
}

/** Whether an address is this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

async function readBounded(
  body: AsyncIterable<Buffer>,
  mostBytes: number,
  cut = false,
): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.length;
    if (size <= mostBytes) continue;
    if (cut) break;
    throw new NodetoolError(
      'OLLAMA_BAD_STREAM',
      `The daemon sent an answer of more than ${mostBytes} bytes.`,
    );
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NodetoolError(
      'OLLAMA_NOT_OLLAMA',
      'The address answers, but not with the JSON that Ollama sends.',
      {
        cause: error,
      },
    );
  }
}
