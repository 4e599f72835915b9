import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { checkModelName } from './check-name.ts';
import { forgetModel } from './forget-model.ts';
import { explainNotInstalled } from './not-installed.ts';
import { requestDone } from './request-done.ts';

/**
 * Gives an installed model a second name; its files are shared. A model that has the name is replaced. Rejects with
 * MODEL_NOT_FOUND.
 */
export async function copyModel(
  connection: OllamaConnection,
  source: string,
  destination: string,
  signal?: AbortSignal,
): Promise<void> {
  const from = checkModelName(source, 'source');
  const to = checkModelName(destination, 'destination');
  const request = {
    method: 'POST',
    path: '/api/copy',
    body: { source: from, destination: to },
    signal,
    totalTimeoutMs: connection.limits.askTimeoutMs,
  } as const;
  try {
    await requestDone(request, { connection, model: from });
  } catch (error) {
    throw explainNotInstalled(error, from, connection.url);
  } finally {
    forgetModel(connection, to);
  }
}
