import { isNodetoolError } from '@nodetool-ai/graph';

/**
 * The SDK tells its own errors by these symbols and not by class, so that several copies of it get along. It tries
 * again only after an APICallError with `isRetryable`.
 */
const SDK_ERROR = Symbol.for('vercel.ai.error');
const API_CALL_ERROR = Symbol.for('vercel.ai.error.AI_APICallError');

/**
 * Gives an error as the SDK understands it. Errors of ours stay what they are (`code`, `hint`, `details`), so that the
 * SDK does not try again; only OLLAMA_BUSY is also an APICallError that it may try again, because such a request was
 * never begun. After an abort it is the reason of the signal, which is what the SDK looks for.
 */
export function toSdkError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (!isNodetoolError(error)) return error;
  if (error.code === 'CANCELLED' && signal?.aborted === true) return signal.reason;
  if (error.code !== 'OLLAMA_BUSY') return error;
  const { url } = error.details;
  return Object.assign(error, {
    [SDK_ERROR]: true,
    [API_CALL_ERROR]: true,
    url: typeof url === 'string' ? url : '',
    statusCode: 503,
    isRetryable: true,
    requestBodyValues: undefined,
  });
}
