import { ERROR_CATALOGUE, isNodetoolError, isRecord, toNodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode } from '@nodetool-ai/graph';
import type { ProviderStatus } from '../../providers/provider-status.ts';
import { lacksEngine } from './engine-state.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';

const STATES: Partial<Record<ErrorCode, ProviderStatus['state']>> = {
  OLLAMA_UNREACHABLE: 'refused',
  OLLAMA_TIMEOUT: 'timeout',
  CANCELLED: 'timeout',
  OLLAMA_UNAUTHORIZED: 'unauthorized',
  OLLAMA_NOT_OLLAMA: 'not-ollama',
  OLLAMA_BAD_STREAM: 'not-ollama',
};

/**
 * Asks for the version: one small request, 2 s at most (`statusTimeoutMs`). `incomplete` is said only of a daemon that
 * was seen without its engine, until a request to it succeeds. Never rejects; an abort gives `timeout`.
 */
export async function askStatus(
  connection: OllamaConnection,
  signal?: AbortSignal,
): Promise<ProviderStatus> {
  const { url, limits } = connection;
  try {
    const answer = await requestJson(
      { method: 'GET', path: '/api/version', signal, totalTimeoutMs: limits.statusTimeoutMs },
      { connection },
    );
    const version = isRecord(answer) ? answer['version'] : undefined;
    if (typeof version !== 'string') return failed('not-ollama', url, 'OLLAMA_NOT_OLLAMA');
    if (lacksEngine(url)) return { ...failed('incomplete', url, 'OLLAMA_INCOMPLETE'), version };
    return { state: 'ready', url, version };
  } catch (error) {
    const { code, message, hint } = toNodetoolError(error, 'OLLAMA_REQUEST_FAILED');
    const state =
      STATES[code] ??
      (isNodetoolError(error) && code === 'OLLAMA_CONNECTION_LOST' ? 'refused' : 'http-error');
    return { state, url, cause: message, remedy: hint };
  }
}

function failed(state: ProviderStatus['state'], url: string, code: ErrorCode): ProviderStatus {
  const { summary, hint } = ERROR_CATALOGUE[code];
  return { state, url, cause: `${summary} (${url})`, remedy: hint };
}
