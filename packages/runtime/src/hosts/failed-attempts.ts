import { NodetoolError, toNodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode } from '@nodetool-ai/graph';
import { addToError } from '../ollama/errors/error-details.ts';
import type { ProviderStatus } from '../providers/provider-status.ts';

/** What one host said to a request, as it stands in `details.attempts`. */
export interface Attempt {
  readonly host: string;
  readonly model: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * `tried`: it got the request. `lacking`: it was not sent there, and that says why there is no answer. `away`: nobody
 * knows whether it could have answered.
 */
export type FailureKind = 'tried' | 'lacking' | 'away';

interface Failure {
  readonly attempt: Attempt;
  readonly error: NodetoolError;
  readonly kind: FailureKind;
}

/** The most telling first: what a person can do most about. */
const TELLING_ORDER: readonly ErrorCode[] = [
  'MODEL_OUT_OF_MEMORY',
  'OLLAMA_INCOMPLETE',
  'OLLAMA_BUSY',
  'OLLAMA_TIMEOUT',
  'OLLAMA_UNAUTHORIZED',
  'OLLAMA_NOT_OLLAMA',
  'OLLAMA_REQUEST_FAILED',
  'OLLAMA_UNREACHABLE',
  'EMBEDDING_INVALID',
  'MODEL_NOT_FOUND',
];

const CODES: Readonly<Record<Exclude<ProviderStatus['state'], 'ready'>, ErrorCode>> = {
  refused: 'OLLAMA_UNREACHABLE',
  timeout: 'OLLAMA_TIMEOUT',
  unauthorized: 'OLLAMA_UNAUTHORIZED',
  'not-ollama': 'OLLAMA_NOT_OLLAMA',
  incomplete: 'OLLAMA_INCOMPLETE',
  'http-error': 'OLLAMA_REQUEST_FAILED',
};

/** The error for a host that cannot be used, from what it said when it was asked how it is. */
export function statusError({ state, url, cause, remedy }: ProviderStatus): NodetoolError {
  const code = state === 'ready' ? 'OLLAMA_REQUEST_FAILED' : CODES[state];
  return new NodetoolError(code, cause, {
    ...(remedy === undefined ? {} : { hint: remedy }),
    details: { url },
  });
}

/** What the hosts said, and the error that comes of it. */
export class FailedAttempts {
  readonly #failures: Failure[] = [];

  add(host: string, model: string, thrown: unknown, kind: FailureKind = 'tried'): void {
    const error = toNodetoolError(thrown, 'OLLAMA_REQUEST_FAILED');
    const { code, message } = error;
    this.#failures.push({ attempt: { host, model, code, message }, error, kind });
  }

  /** The error when nobody is left: what was most telling, and in `details.attempts` what each host said. */
  toError(model: string): NodetoolError {
    const [first, ...rest] = this.#failures;
    if (first === undefined) return new NodetoolError('OLLAMA_UNREACHABLE', 'There is no host.');
    if (rest.length === 0) return withAttempts(first, [first]);
    const telling = rest.reduce((one, other) => (weigh(other) < weigh(one) ? other : one), first);
    const said = this.#failures.map(({ attempt }) => say(attempt, model)).join(' ');
    return withAttempts(telling, this.#failures, `No host could answer with ${model}. ${said}`);
  }

  /** The last error, which no other host can help with, and what the hosts said that were tried before. */
  toLastError(model: string): NodetoolError | undefined {
    const tried = this.#failures.filter(({ kind }) => kind === 'tried');
    const last = tried.at(-1);
    if (last === undefined) return undefined;
    const before = tried.slice(0, -1).map(({ attempt }) => say(attempt, model));
    if (before.length === 0) return withAttempts(last, tried);
    const message = `${last.error.message} Before that: ${before.join(' ')}`;
    return withAttempts(last, tried, message);
  }
}

function withAttempts(
  { attempt, error }: Failure,
  failures: readonly Failure[],
  message?: string,
): NodetoolError {
  const attempts = failures.map((failure) => failure.attempt);
  const reworded = message === undefined ? error : reword(error, message);
  return addToError(reworded, { details: { host: attempt.host, attempts } });
}

function reword(error: NodetoolError, message: string): NodetoolError {
  return new NodetoolError(error.code, message, {
    hint: error.hint,
    ...(error.action === undefined ? {} : { action: error.action }),
    cause: error,
    details: error.details,
  });
}

function say({ host, model, message }: Attempt, asked: string): string {
  return `${host}${model === asked ? '' : ` (${model})`}: ${message}`;
}

function weigh({ error, kind }: Failure): number {
  const place = TELLING_ORDER.indexOf(error.code);
  const known = place === -1 ? TELLING_ORDER.length : place;
  return kind === 'away' ? known + TELLING_ORDER.length + 1 : known;
}
