import { isNodetoolError, isRecord } from '@nodetool-ai/graph';
import type { ErrorCode } from '@nodetool-ai/graph';
import type { ProviderStatus } from '../providers/provider-status.ts';
import type { OllamaConnection } from './ollama-connection.ts';

/** A daemon that is there answers within some milliseconds. */
const STATUS_TIMEOUT_MS = 3000;

/** Daemons that were seen to lack their inference engine, until a request of theirs succeeds. */
const incomplete = new Set<string>();

/** Remembers whether the daemon could run a model, for its status. */
export function noteEngine(url: string, isThere: boolean): void {
  if (isThere) incomplete.delete(url);
  else incomplete.add(url);
}

const STATES: Partial<Record<ErrorCode, ProviderStatus['state']>> = {
  OLLAMA_UNREACHABLE: 'refused',
  OLLAMA_CONNECTION_LOST: 'refused',
  OLLAMA_TIMEOUT: 'timeout',
  OLLAMA_UNAUTHORIZED: 'unauthorized',
  OLLAMA_NOT_OLLAMA: 'not-ollama',
  OLLAMA_BAD_STREAM: 'not-ollama',
  OLLAMA_REDIRECT_REFUSED: 'not-ollama',
};

/** Asks for the version: one small request. Never rejects. */
export async function askStatus(
  connection: OllamaConnection,
  signal?: AbortSignal,
): Promise<ProviderStatus> {
  const { url } = connection;
  try {
    const question = {
      method: 'GET',
      path: '/api/version',
      signal,
      timeoutMs: STATUS_TIMEOUT_MS,
    } as const;
    const answer = await connection.json(question);
    const version = isRecord(answer) ? answer['version'] : undefined;
    if (typeof version !== 'string') {
      const cause = `Something answers at ${url}, but it is not Ollama.`;
      return {
        state: 'not-ollama',
        url,
        cause,
        remedy: 'Check the address and the port (Ollama listens on 11434).',
      };
    }
    if (!incomplete.has(url)) return { state: 'ready', url, version };
    const cause = 'The daemon runs, but its inference engine is not installed.';
    return {
      state: 'incomplete',
      url,
      version,
      cause,
      remedy: 'Install Ollama again from its official package.',
    };
  } catch (error) {
    if (!isNodetoolError(error))
      return {
        state: 'http-error',
        url,
        cause: String(error),
        remedy: 'Look into the log of the daemon.',
      };
    return {
      state: STATES[error.code] ?? 'http-error',
      url,
      cause: error.message,
      remedy: error.hint,
    };
  }
}
