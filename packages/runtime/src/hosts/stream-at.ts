import type { GenerateRequest } from '../providers/provider-requests.ts';
import type { OpenedAnswer } from './pool-stream.ts';
import { Turns } from './turns.ts';
import type { Route } from './turns.ts';

/**
 * Sends a request to one host after another until one gives the first piece of its answer. The time of the request is
 * for all of them together.
 */
export async function streamAt(
  route: Route,
  request: GenerateRequest & { readonly signal: AbortSignal },
): Promise<OpenedAnswer> {
  const { signal, timeoutMs = 0 } = request;
  const end = performance.now() + timeoutMs;
  const turns = new Turns(request.model, route, { signal });
  return turns.take(async (place) => {
    const remainingMs = timeoutMs > 0 ? Math.max(1, Math.ceil(end - performance.now())) : 0;
    const stream = place.host.provider.generateMessages({
      ...request,
      model: place.model,
      ...(remainingMs > 0 ? { timeoutMs: remainingMs } : {}),
    });
    return { place, stream, first: await stream.next() };
  });
}
