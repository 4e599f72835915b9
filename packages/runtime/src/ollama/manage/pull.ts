import { retryWhileBusy } from '../connection/busy-retry.ts';
import type { DaemonRequest } from '../connection/daemon-call.ts';
import { completeModelName } from '../facts/model-name.ts';
import { NdjsonStream } from '../connection/ndjson-stream.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { openAnswer } from '../connection/open-answer.ts';
import { checkModelName } from './check-name.ts';
import { forgetModel } from './forget-model.ts';
import { ProgressChannel } from './progress-channel.ts';
import { ProgressTranslator } from './progress-translator.ts';
import { pullStatus } from './pull-status.ts';
import { SharedTransfer } from './shared-transfer.ts';
import type { PullProgress } from './transfer-progress.ts';
import { explainTransferError } from './transfer-error.ts';

/** How a model is pulled. */
export interface PullOptions {
  /** Ends the pull; the daemon keeps what has arrived, and a later pull goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** Allow a registry without https. Default false. */
  readonly insecure?: boolean;
  /**
   * Silence of the daemon, in milliseconds, after which the pull fails with OLLAMA_TIMEOUT; 0 = no limit. Default
   * 600,000 (10 minutes): a daemon says nothing while it verifies a large layer.
   */
  readonly idleTimeoutMs?: number;
}

/** See {@link PullOptions}. */
export const PULL_IDLE_TIMEOUT_MS = 600_000;

const KEPT = 'Pull again: the daemon keeps what has arrived, and the pull goes on from there.';

const pulls = new Map<string, SharedTransfer<PullProgress>>();

/**
 * Pulls a model, or goes on where an earlier pull stopped. Nothing is sent before the first `next()`. Pulls of one name
 * from one daemon that go on at the same time share one request, with the idle limit of the first; it is closed when
 * the last caller has left. Rejects with MODEL_NOT_FOUND when the registry has no such model, OLLAMA_UNAUTHORIZED when
 * it does not give it, REQUEST_INVALID for a name that cannot be one and for a registry without https, OLLAMA_TIMEOUT,
 * OLLAMA_CONNECTION_LOST, OLLAMA_STREAM_TRUNCATED, and OLLAMA_REQUEST_FAILED for no network on the machine of the
 * daemon, a full disk, damage or a daemon that is too old: `details.reason` tells which.
 */
export function pullModel(
  connection: OllamaConnection,
  name: string,
  options: PullOptions = {},
): AsyncGenerator<PullProgress, void, void> {
  const { signal, insecure = false, idleTimeoutMs = PULL_IDLE_TIMEOUT_MS } = options;
  let shared: SharedTransfer<PullProgress> | undefined;
  return new ProgressChannel<PullProgress>({
    signal,
    start: (channel) => {
      try {
        const model = checkModelName(name);
        const key = `${connection.url} ${completeModelName(model)} ${insecure}`;
        shared = pulls.get(key) ?? share(connection, key, { model, insecure, idleTimeoutMs });
        shared.join(channel);
      } catch (error) {
        channel.fail(explainTransferError(error, name));
      }
    },
    leave: (channel) => shared?.leave(channel),
  });
}

interface PullRequest {
  readonly model: string;
  readonly insecure: boolean;
  readonly idleTimeoutMs: number;
}

function share(
  connection: OllamaConnection,
  key: string,
  request: PullRequest,
): SharedTransfer<PullProgress> {
  const shared: SharedTransfer<PullProgress> = new SharedTransfer({
    stream: openPull(connection, request),
    explain: (error) => explainTransferError(error, request.model, KEPT),
    onOver: () => {
      if (pulls.get(key) === shared) pulls.delete(key);
      forgetModel(connection, request.model);
    },
  });
  pulls.set(key, shared);
  return shared;
}

function openPull(
  connection: OllamaConnection,
  { model, insecure, idleTimeoutMs }: PullRequest,
): NdjsonStream<PullProgress> {
  const context = { connection, path: '/api/pull', model };
  const call: DaemonRequest = {
    method: 'POST',
    path: '/api/pull',
    body: insecure ? { model, insecure } : { model },
    firstByteTimeoutMs: idleTimeoutMs,
    idleTimeoutMs,
  };
  return new NdjsonStream({
    context,
    translator: new ProgressTranslator({
      read: pullStatus,
      hide: (text) => connection.hideKey(text),
      truncated: {
        message: `The daemon ended the pull of ${model} without saying that it succeeded.`,
        hint: KEPT,
      },
    }),
    open: (sink, signal) =>
      retryWhileBusy(() => openAnswer({ ...call, signal }, context, sink), signal),
  });
}
