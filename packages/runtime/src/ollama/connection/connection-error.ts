import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import { isLoopback } from './loopback.ts';

/** Nobody could be reached, and why in words. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
  ENETDOWN: 'the network is down',
  EADDRNOTAVAIL: 'the address cannot be used',
  EACCES: 'connecting is not allowed',
  EPERM: 'connecting is not allowed',
};

/** The host answers, but a secure connection cannot be made. */
const INSECURE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_OSSL|EPROTO$|HOSTNAME_MISMATCH)/;

const TIMED_OUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);

/** Where a connection failed. */
export interface FailedConnection {
  /** Address of the daemon. */
  readonly url: string;
  /** Whether the answer had begun. */
  readonly hasBegun: boolean;
}

/**
 * Gives the error for what the network threw: OLLAMA_UNREACHABLE, OLLAMA_TIMEOUT (no connection in time),
 * OLLAMA_NOT_OLLAMA (no HTTP is spoken), OLLAMA_BAD_STREAM (the HTTP of an answer is damaged), else
 * OLLAMA_CONNECTION_LOST. Errors of ours are given back as they are.
 */
export function toConnectionError(cause: unknown, failed: FailedConnection): NodetoolError {
  if (isNodetoolError(cause)) return cause;
  const { url, hasBegun } = failed;
  const code = codeOf(cause);
  const details = { url, ...(code === '' ? {} : { networkCode: code }) };
  const why = UNREACHABLE[code];
  if (why !== undefined)
    return unreachable(`No Ollama daemon answers at ${url}: ${why}.`, failed, cause, details);
  if (INSECURE.test(code)) {
    const message = `No secure connection to ${url} can be made: ${describe(cause)}.`;
    return unreachable(message, failed, cause, details);
  }
  if (TIMED_OUT.has(code) && !hasBegun) {
    return new NodetoolError('OLLAMA_TIMEOUT', `Nothing at ${url} took the connection in time.`, {
      cause,
      hint: `Check the address and the network, or ${startIt(url)}.`,
      action: { kind: 'open-settings', subject: 'OLLAMA_API_URL' },
      details,
    });
  }
  if (code.startsWith('HPE') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return hasBegun
      ? new NodetoolError(
          'OLLAMA_BAD_STREAM',
          `The answer from ${url} is damaged: ${describe(cause)}.`,
          { cause, details },
        )
      : new NodetoolError('OLLAMA_NOT_OLLAMA', `What answers at ${url} does not speak HTTP.`, {
          cause,
          details,
        });
  }
  const when = hasBegun ? 'before the answer was complete' : 'before an answer came';
  return new NodetoolError(
    'OLLAMA_CONNECTION_LOST',
    `The connection to ${url} broke ${when} (${describe(cause)}).`,
    { cause, action: { kind: 'retry' }, details },
  );
}

function unreachable(
  message: string,
  { url }: FailedConnection,
  cause: unknown,
  details: Readonly<Record<string, unknown>>,
): NodetoolError {
  return new NodetoolError('OLLAMA_UNREACHABLE', message, {
    cause,
    hint: `Check the address (OLLAMA_API_URL), or ${startIt(url)}.`,
    action: isLoopback(url)
      ? { kind: 'start-ollama' }
      : { kind: 'open-settings', subject: 'OLLAMA_API_URL' },
    details,
  });
}

function startIt(url: string): string {
  return isLoopback(url)
    ? 'start Ollama (`ollama serve`, or open the Ollama app)'
    : 'start Ollama there (`OLLAMA_HOST=0.0.0.0 ollama serve`)';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== 'UND_ERR_SOCKET')
    return error.code;
  if (error.name === 'HTTPParserError') return 'HPE';
  // Several addresses of one name were tried; they mostly fail alike.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? codeOf(error) || 'no reason given' : message.slice(0, 200);
}
