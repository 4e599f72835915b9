import { fromErrorShape, isRecord, NodetoolError } from '@nodetool-ai/graph';
import { errorShape } from '@nodetool-ai/graph';

/** What is asked of the server. */
export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks our own server and gives the parsed answer. Rejects with the error that the server gave, with SERVER_UNREACHABLE
 * when it gave none, and with the abort reason when that was the cause.
 */
export async function askServer<T>(path: string, ask: Ask = {}): Promise<T> {
  const { method = ask.body === undefined ? 'GET' : 'POST', body, signal } = ask;
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    answer = text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    signal?.throwIfAborted();
    throw new NodetoolError('SERVER_UNREACHABLE', undefined, { cause: error });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own server of the same version gave it, see the API types in the graph package
  if (response.ok) return answer as T;
  const shape = errorShape.safeParse(isRecord(answer) ? answer['error'] : undefined);
  if (shape.success) throw fromErrorShape(shape.data);
  throw new NodetoolError('SERVER_FAILED', `The server answered with status ${response.status}.`);
}
