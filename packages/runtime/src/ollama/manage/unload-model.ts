import { setTimeout as delay } from 'node:timers/promises';
import { isNodetoolError } from '@nodetool-ai/graph';
import { cancelledError } from '../connection/cancelled-error.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { checkModelName } from './check-name.ts';
import { askKnownModel } from './known-model.ts';
import { sendKeepAlive } from './load-model.ts';
import { askLoadedModelInfos, findLoadedInfo } from './loaded-models.ts';
import { explainNotInstalled } from './not-installed.ts';

/** How a model is unloaded. */
export interface UnloadOptions {
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait until it has left memory, in milliseconds; 0 = ask once. Default 10,000. */
  readonly waitTimeoutMs?: number;
}

/** What came of unloading a model. */
export interface UnloadResult {
  /**
   * `unloaded`: it has left memory. `not-loaded`: it was not there. `in-use`: it is still there after the wait, because
   * another request uses it; it leaves when that ends.
   */
  readonly state: 'unloaded' | 'not-loaded' | 'in-use';
}

const WAIT_TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/** Takes a model out of memory and waits until `/api/ps` no longer lists it. Rejects with MODEL_NOT_FOUND. */
export async function unloadModel(
  connection: OllamaConnection,
  name: string,
  { signal, waitTimeoutMs = WAIT_TIMEOUT_MS }: UnloadOptions = {},
): Promise<UnloadResult> {
  const endAtMs = performance.now() + waitTimeoutMs;
  const model = checkModelName(name);
  const known = await askKnownModel(connection, model, signal).catch((error: unknown) => {
    throw explainNotInstalled(error, model, connection.url);
  });
  const find = async () => findLoadedInfo(await askLoadedModelInfos(connection, signal), known);
  const loaded = await find();
  // A request to a model that is not loaded would load it, and one to a model elsewhere would go there.
  if (loaded === undefined || known.isRemote) return { state: 'not-loaded' };
  try {
    await sendKeepAlive(connection, known, {
      signal,
      keepAlive: 0,
      // With another context than it has, an embedding model would be loaded anew first.
      contextLength: known.isEmbedder ? loaded.contextLength : undefined,
      totalTimeoutMs: Math.max(waitTimeoutMs, connection.limits.askTimeoutMs),
    });
  } catch (error) {
    // It waits behind another request to the model; the list tells.
    if (!isNodetoolError(error) || error.code !== 'OLLAMA_TIMEOUT') throw error;
  }
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    if ((await find()) === undefined) return { state: 'unloaded' };
    const leftMs = endAtMs - performance.now();
    if (leftMs <= 0) return { state: 'in-use' };
    await pause(Math.min(pauseMs, leftMs), signal);
  }
}

async function pause(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(timeMs, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw cancelledError(signal);
  }
}
