import { toNodetoolError } from '@nodetool-ai/graph';
import { retryWhileBusy } from '../connection/busy-retry.ts';
import { noteEngine } from '../facts/engine-state.ts';
import { NdjsonStream } from '../connection/ndjson-stream.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { openAnswer } from '../connection/open-answer.ts';
import { checkDefinition } from './create-definition.ts';
import type { CreateDefinition } from './create-definition.ts';
import { createStatusReader } from './create-status.ts';
import { forgetModel } from './forget-model.ts';
import { ProgressChannel } from './progress-channel.ts';
import { ProgressTranslator } from './progress-translator.ts';
import { provideBlobs } from './provide-blobs.ts';
import { PULL_IDLE_TIMEOUT_MS } from './pull.ts';
import type { CreateProgress } from './transfer-progress.ts';
import { explainTransferError } from './transfer-error.ts';

/** How a model is made. */
export interface CreateOptions {
  /** Ends it and closes the socket; files that were sent whole are kept by the daemon for a while. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Time in which the daemon neither says nor takes anything, in milliseconds, after which it is given up with
   * OLLAMA_TIMEOUT; 0 = no limit. Default 600,000 (10 minutes): converting a large file takes that long in silence.
   */
  readonly idleTimeoutMs?: number;
}

/**
 * Makes a model from another one or from files of this machine: reads the files once for their digests, sends those
 * that the daemon does not have, then lets it make the model. Nothing is read or sent before the first `next()`.
 * Rejects with REQUEST_INVALID, FILE_NOT_READABLE, OLLAMA_TIMEOUT, and where the model it starts from has to be pulled,
 * as a pull does.
 */
export function createModel(
  connection: OllamaConnection,
  definition: CreateDefinition,
  { signal, idleTimeoutMs = PULL_IDLE_TIMEOUT_MS }: CreateOptions = {},
): AsyncGenerator<CreateProgress, void, void> {
  const controller = new AbortController();
  const job = { connection, definition, idleTimeoutMs, signal: controller.signal };
  return new ProgressChannel<CreateProgress>({
    signal,
    start: (channel) => void run(job, channel),
    leave: () => controller.abort(),
  });
}

interface CreateJob {
  readonly connection: OllamaConnection;
  readonly definition: CreateDefinition;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
}

async function run(job: CreateJob, channel: ProgressChannel<CreateProgress>): Promise<void> {
  const { connection, definition, signal } = job;
  const give = (progress: CreateProgress) => channel.push(progress);
  try {
    const { model, files, adapters, body } = checkDefinition(definition);
    const [ofFiles, ofAdapters] = await provideBlobs(job, [files, adapters], give);
    const request = {
      ...body,
      ...(files.length === 0 ? {} : { files: ofFiles }),
      ...(adapters.length === 0 ? {} : { adapters: ofAdapters }),
    };
    try {
      for await (const item of streamCreate(job, model, request)) give(item);
    } finally {
      forgetModel(connection, model);
    }
    channel.end();
  } catch (error) {
    noteEngine(connection.url, error);
    // Who left hears nothing of it.
    if (signal.aborted) channel.fail(toNodetoolError(error));
    else channel.fail(explainTransferError(error, definition.from ?? definition.name));
  }
}

function streamCreate(
  { connection, idleTimeoutMs, signal }: CreateJob,
  model: string,
  body: Readonly<Record<string, unknown>>,
): NdjsonStream<CreateProgress> {
  const path = '/api/create';
  const context = { connection, path, model };
  return new NdjsonStream({
    context,
    signal,
    translator: new ProgressTranslator({
      read: createStatusReader(),
      hide: (text) => connection.hideKey(text),
      truncated: {
        message: `The daemon stopped making ${model} without saying that it succeeded.`,
        hint: 'Look into the log of the daemon, then do it again.',
      },
    }),
    open: (sink, shared) => {
      const limits = { firstByteTimeoutMs: idleTimeoutMs, idleTimeoutMs };
      const call = { method: 'POST', path, body, signal: shared, ...limits } as const;
      return retryWhileBusy(() => openAnswer(call, context, sink), shared);
    },
  });
}
