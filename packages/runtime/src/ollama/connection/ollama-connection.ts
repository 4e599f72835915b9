import { NO_OVERRIDES } from '../../overrides/model-overrides.ts';
import type { ModelOverrides } from '../../overrides/model-overrides.ts';
import { agentFor } from './agents.ts';
import { DaemonCall } from './daemon-call.ts';
import type { DaemonRequest, ResponseSink } from './daemon-call.ts';
import { isLoopback } from './loopback.ts';
import { isCloudService } from '../facts/model-source.ts';

/** How long things may take, in milliseconds. 0 = no limit. */
export interface ConnectionLimits {
  /** Until the socket is open. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Until an answer begins. Default 0: loading a model and reading a long prompt take minutes without a byte. */
  readonly firstByteTimeoutMs?: number;
  /**
   * Silence within an answer that has begun. Default 120,000; where tools are offered never less than 600,000,
   * because a daemon is silent while a model writes the arguments of a call.
   */
  readonly idleTimeoutMs?: number;
  /** For an answer, whole, beside the limits above. Default 0. */
  readonly totalTimeoutMs?: number;
  /** For a question about models, whole. Default 15,000. */
  readonly askTimeoutMs?: number;
  /** For the question whether the daemon is there, whole. Default 2,000. */
  readonly statusTimeoutMs?: number;
}

const DEFAULTS: Required<ConnectionLimits> = {
  connectTimeoutMs: 5000,
  firstByteTimeoutMs: 0,
  idleTimeoutMs: 120_000,
  totalTimeoutMs: 0,
  askTimeoutMs: 15_000,
  statusTimeoutMs: 2000,
};

/** The way to one daemon: its address, its key and how long to wait. Cheap to make; sockets are shared by address. */
export class OllamaConnection {
  /** Address without slash at its end and without credentials. */
  readonly url: string;
  /** Whether the daemon runs on this machine. */
  readonly isLocal: boolean;
  /** Whether it is Ollama's own service. */
  readonly isCloud: boolean;
  /** What the person says of models against what the daemon says. */
  readonly overrides: ModelOverrides;
  readonly limits: Required<ConnectionLimits>;
  readonly #origin: string;
  readonly #basePath: string;
  readonly #apiKey: string | undefined;

  /** `url` is a full address; a path in it goes before the path of every request. */
  constructor(
    url: string,
    apiKey?: string,
    limits: ConnectionLimits = {},
    overrides: ModelOverrides = NO_OVERRIDES,
  ) {
    const { origin, pathname } = new URL(url);
    this.#origin = origin;
    this.#basePath = pathname.replace(/\/+$/, '');
    this.url = origin + this.#basePath;
    this.isLocal = isLoopback(url);
    this.isCloud = isCloudService(url);
    this.overrides = overrides;
    this.limits = { ...DEFAULTS, ...limits };
    // A key is for a service elsewhere; a program on this machine that took the port must not get it.
    const key = apiKey?.trim() ?? '';
    this.#apiKey = key === '' || this.isLocal ? undefined : key;
  }

  /** Sends one request. What comes of it goes to the sink; nothing is thrown. */
  call(request: DaemonRequest, sink: ResponseSink): DaemonCall {
    const { upload } = request;
    const json = request.body === undefined ? null : JSON.stringify(request.body);
    const call = new DaemonCall(this.url, request, sink);
    call.start(agentFor(this.#origin, this.limits.connectTimeoutMs), {
      origin: this.#origin,
      path: this.#basePath + request.path,
      method: request.method,
      headers: {
        ...(json === null ? {} : { 'content-type': 'application/json' }),
        ...(upload === undefined ? {} : { 'content-length': String(upload.sizeBytes) }),
        ...(this.#apiKey === undefined ? {} : { authorization: `Bearer ${this.#apiKey}` }),
      },
      body: upload?.stream ?? json,
    });
    return call;
  }

  /** Takes the key out of a text that somebody else wrote. */
  hideKey(text: string): string {
    return this.#apiKey === undefined ? text : text.replaceAll(this.#apiKey, '***');
  }
}
