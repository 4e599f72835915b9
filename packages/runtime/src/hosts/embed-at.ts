import type { EmbeddingProgress, EmbeddingRequest } from '../providers/embedding-requests.ts';
import type { PoolHost } from './pool-host.ts';
import { Turns } from './turns.ts';
import type { Route } from './turns.ts';

/**
 * Makes vectors at one host: all of them there, so that vectors of different builds never mix. When it fails, all are
 * made at another host that has the same build; one with another build is refused.
 */
export async function embedAt<T>(
  route: Route,
  request: EmbeddingRequest,
  embed: (host: PoolHost, request: EmbeddingRequest) => Promise<T>,
): Promise<T> {
  const { signal, onProgress } = request;
  const turns = new Turns(request.model, route, { signal, mustBeSameBuild: true });
  let mostDone = 0;
  // A second host begins anew, which is no progress until it has come further than the first.
  const forward = (progress: EmbeddingProgress): void => {
    if (progress.done <= mostDone) return;
    mostDone = progress.done;
    onProgress?.(progress);
  };
  return turns.take(async (place) => {
    try {
      const sent = { ...request, model: place.model };
      return await embed(
        place.host,
        onProgress === undefined ? sent : { ...sent, onProgress: forward },
      );
    } finally {
      place.release();
    }
  });
}
