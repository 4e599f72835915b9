import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { availableParallelism } from 'node:os';
import type { InferenceEngine, ModelInformation } from '../inference/inference-engine.ts';
import type { ModelLibrary } from '../library/model-library.ts';
import { handleRequest } from './handle-request.ts';
import { ModelCatalogue } from './model-catalogue.ts';
import { ModelRunner } from './model-runner.ts';
import { refusePull } from './refuse-pull.ts';
import { SharedPulls } from './shared-pulls.ts';
import type { PullModel } from './shared-pulls.ts';

/** What a daemon works with. */
export interface DaemonOptions {
  readonly library: ModelLibrary;
  /** Called before each load of a model, so that it may reject and do better the next time. */
  readonly engine: () => Promise<InferenceEngine>;
  /** Reads the header of a model's file. Default: asks the engine, which starts it. */
  readonly inspect?: (file: string) => Promise<ModelInformation>;
  /** Default: no model can be pulled. */
  readonly pull?: PullModel;
  /** What `/api/version` says. Default {@link STARTER_VERSION}. */
  readonly version?: string;
  /** Threads of a model whose request does not say. Default: the cores but one, at least 1. */
  readonly threads?: number;
  /** Largest body of a request. Default 8 MiB: making 3 MB of text into tokens takes about 4 s, during which nothing else is answered. */
  readonly mostBodyBytes?: number;
  /** How long a caller may take to send its request, in milliseconds. Default 60,000. */
  readonly requestTimeoutMs?: number;
  /** How long a caller may not read while an answer waits for it, in milliseconds; then it is cut off. Default 120,000. */
  readonly readerTimeoutMs?: number;
  /** How many requests may wait for a model. Default 512, as Ollama. */
  readonly mostWaiting?: number;
  /** Memory that can be had now, in bytes. Default: what the system tells. */
  readonly freeMemoryBytes?: () => number;
}

/** A daemon that is not listening yet. */
export interface StarterDaemon {
  /** Listen with it on 127.0.0.1. */
  readonly server: Server;
  /** Requests that wait for a model. */
  readonly waiting: () => number;
  /** Ends what is going on, takes the models out of memory, and closes the server. */
  readonly close: () => Promise<void>;
}

/** Speaks as this version of Ollama does; the suffix tells who it really is. */
export const STARTER_VERSION = '0.34.2-starter';

const MIB = 1024 * 1024;
/** How often slow senders are looked for: a time-out is at most so much late. */
const LOOK_FOR_SLOW_MS = 1000;
/** Clients keep connections; one that is closed while they write to it costs them an error. */
const IDLE_CONNECTION_MS = 75_000;

/** Makes a daemon that speaks Ollama's protocol. Uses no network but what `server.listen` and `pull` use. */
export function createDaemon(options: DaemonOptions): StarterDaemon {
  const { library, engine, requestTimeoutMs = 60_000, mostBodyBytes = 8 * MIB } = options;
  const { inspect = async (file) => (await engine()).inspect(file) } = options;
  const { readerTimeoutMs = 120_000, pull = refusePull } = options;
  const closing = new AbortController();
  const catalogue = new ModelCatalogue(library, inspect);
  const runner = new ModelRunner({
    engine,
    threads: options.threads ?? Math.max(1, availableParallelism() - 1),
    freeMemoryBytes: options.freeMemoryBytes ?? (() => process.availableMemory()),
    mostWaiting: options.mostWaiting,
  });
  const pulls = new SharedPulls(pull);
  const context = { version: options.version ?? STARTER_VERSION, catalogue, runner, pulls };
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(LOOK_FOR_SLOW_MS, requestTimeoutMs),
    keepAliveTimeout: IDLE_CONNECTION_MS,
  };
  const server = createServer(timeouts, (request, reply) => {
    const limits = { mostBodyBytes, readerTimeoutMs };
    void handleRequest(request, reply, { context, ...limits, closing: closing.signal });
  });
  const close = async () => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    closing.abort(new Error('the daemon ends'));
    pulls.close();
    server.closeAllConnections();
    await Promise.all([runner.close(), closed]);
  };
  return { server, waiting: () => runner.waiting, close };
}
