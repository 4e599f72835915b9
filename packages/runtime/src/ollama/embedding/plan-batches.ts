import type { EmbeddingBatch } from './embed-batch.ts';
import type { EmbeddingRoute } from './embedding-run.ts';

/** Characters of one request, unless one text alone has more: at most about a megabyte, mostly a quarter of it. */
const MOST_CHARACTERS = 256 * 1024;

/** Divides texts into requests: each of one route, of at most so many texts and 262,144 characters. */
export function planBatches(
  texts: readonly string[],
  routes: readonly EmbeddingRoute[],
  batchSizes: Readonly<Record<EmbeddingRoute, number>>,
): readonly EmbeddingBatch[] {
  const batches: EmbeddingBatch[] = [];
  const open = new Map<EmbeddingRoute, { places: number[]; characters: number }>();
  for (const [place, text] of texts.entries()) {
    const route = routes[place] ?? 'embed';
    const batch = open.get(route);
    const isFull =
      batch === undefined ||
      batch.places.length === batchSizes[route] ||
      batch.characters + text.length > MOST_CHARACTERS;
    if (isFull) {
      const places = [place];
      open.set(route, { places, characters: text.length });
      batches.push({ route, places });
    } else {
      batch.places.push(place);
      batch.characters += text.length;
    }
  }
  return batches;
}
