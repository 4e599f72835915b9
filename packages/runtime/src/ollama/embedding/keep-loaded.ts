import { isNodetoolError } from '@nodetool-ai/graph';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';

/** Whether a keep-alive means that the model is unloaded after the request: a time of zero. */
export function unloadsAtOnce(keepAlive: number | string): boolean {
  return !/[1-9]/.test(String(keepAlive));
}

/** How long which model shall stay. */
export interface StayRequest {
  readonly model: string;
  readonly keepAlive: number | string;
  readonly signal: AbortSignal;
}

/**
 * Tells the daemon how long the model shall stay from now on, by a request for vectors of nothing. The vectors are there
 * already: only an abort fails it.
 */
export async function keepLoaded(
  connection: OllamaConnection,
  { model, keepAlive, signal }: StayRequest,
): Promise<void> {
  const body = { model, input: [], keep_alive: keepAlive };
  const totalTimeoutMs = connection.limits.askTimeoutMs;
  try {
    await requestJson(
      { method: 'POST', path: '/api/embed', body, signal, totalTimeoutMs },
      { connection, model },
    );
  } catch (error) {
    if (!isNodetoolError(error) || error.code === 'CANCELLED') throw error;
  }
}
