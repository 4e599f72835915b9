import { isNodetoolError } from '@nodetool-ai/graph';
import { askLoadedModels } from '../facts/load-state.ts';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { checkModelName } from './check-name.ts';
import { forgetModel } from './forget-model.ts';
import { explainNotInstalled } from './not-installed.ts';
import { requestDone } from './request-done.ts';
import { unloadModel } from './unload-model.ts';

/** Removing a large model touches many gigabytes; slow disks take their time. */
const DELETE_TIMEOUT_MS = 120_000;

/**
 * Removes a model, and its files as far as no other model uses them. When it is in memory under that name, it is told to
 * leave first: otherwise it would stay there, and nobody could ask it anything. Rejects with MODEL_NOT_FOUND.
 */
export async function deleteModel(
  connection: OllamaConnection,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const model = checkModelName(name);
  await leaveMemory(connection, model, signal);
  const request = {
    method: 'DELETE',
    path: '/api/delete',
    body: { model },
    signal,
    totalTimeoutMs: Math.max(DELETE_TIMEOUT_MS, connection.limits.askTimeoutMs),
  } as const;
  try {
    await requestDone(request, { connection, model });
  } catch (error) {
    throw explainNotInstalled(error, model, connection.url);
  } finally {
    forgetModel(connection, model);
  }
}

async function leaveMemory(
  connection: OllamaConnection,
  model: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const loaded = (await askLoadedModels(connection, signal)) ?? [];
  const full = completeModelName(model);
  if (!loaded.some((entry) => completeModelName(entry.name) === full)) return;
  try {
    await unloadModel(connection, model, { signal, waitTimeoutMs: 0 });
  } catch (error) {
    // What matters is the removal, which tells by itself what is wrong.
    if (isNodetoolError(error) && error.code === 'CANCELLED') throw error;
  }
}
