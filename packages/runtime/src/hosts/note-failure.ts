import { isNodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode, NodetoolError } from '@nodetool-ai/graph';
import type { PoolHost } from './pool-host.ts';

/** With these another host may do better. */
const OTHERS_MAY_HELP: readonly ErrorCode[] = [
  'OLLAMA_UNREACHABLE',
  'OLLAMA_TIMEOUT',
  'OLLAMA_BUSY',
  'MODEL_OUT_OF_MEMORY',
  'OLLAMA_INCOMPLETE',
  'MODEL_NOT_FOUND',
];

/** Memory is not freed at once; a queue or a slow start passes sooner. */
const TROUBLE_MS: Partial<Record<ErrorCode, number>> = {
  MODEL_OUT_OF_MEMORY: 60_000,
  OLLAMA_BUSY: 5000,
  OLLAMA_TIMEOUT: 5000,
};

/**
 * Whether a request that failed like this may go to another host: nobody took it, or there is no room for it. Not when
 * the answer had begun, when its time is over, or when the request itself is wrong.
 */
export function mayFailOver(error: unknown): error is NodetoolError {
  if (!isNodetoolError(error) || !OTHERS_MAY_HELP.includes(error.code)) return false;
  const { hasBegun, isDeadline } = error.details;
  return hasBegun !== true && isDeadline !== true;
}

/** Remembers what a failed request says of its host. */
export function noteFailure(host: PoolHost, model: string, error: unknown): void {
  if (!isNodetoolError(error)) return;
  const { code, message, hint } = error;
  const { health } = host.state;
  if (code === 'OLLAMA_UNREACHABLE')
    health.note({ state: 'refused', url: host.setting.url, cause: message, remedy: hint });
  if (code === 'OLLAMA_CONNECTION_LOST' || code === 'OLLAMA_INCOMPLETE') health.forget();
  if (code === 'MODEL_NOT_FOUND' && host.state.models !== undefined)
    host.state.models = { ...host.state.models, at: -Infinity };
  const forMs = TROUBLE_MS[code];
  if (forMs !== undefined) host.noteTrouble(model, forMs);
}
