import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);
const TIMED_OUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);

/**
 * Gives the error of ours for what the network threw: CANCELLED when the signal is aborted, OLLAMA_UNREACHABLE,
 * OLLAMA_TIMEOUT, else OLLAMA_CONNECTION_LOST. Errors of ours are given back as they are.
 */
export function toConnectionError(
  error: unknown,
  url: string,
  signal?: AbortSignal,
): NodetoolError {
  if (signal?.aborted)
    return new NodetoolError('CANCELLED', 'The request was cancelled.', { cause: error });
  if (isNodetoolError(error)) return error;
  const code = codeOf(error);
  if (UNREACHABLE.has(code)) {
    return new NodetoolError(
      'OLLAMA_UNREACHABLE',
      `No Ollama daemon answers at ${url} (${code}).`,
      {
        cause: error,
        action: { kind: 'start-ollama' },
        details: { url },
      },
    );
  }
  if (TIMED_OUT.has(code)) {
    return new NodetoolError(
      'OLLAMA_TIMEOUT',
      `Nothing at ${url} accepted the connection in time.`,
      {
        cause: error,
        hint: 'Check the address and the network, or start Ollama (`ollama serve`) where it should run.',
        details: { url },
      },
    );
  }
  return new NodetoolError(
    'OLLAMA_CONNECTION_LOST',
    `The connection to ${url} broke: ${describe(error)}.`,
    {
      cause: error,
      details: { url },
    },
  );
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses of one name were tried; they mostly fail alike.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.cause === undefined ? '' : codeOf(error.cause);
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? 'no reason given' : message.slice(0, 200);
}
