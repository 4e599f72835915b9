import type { AssetStore, EventValue } from '@nodetool-ai/graph';

/** Longer values are kept by hash, so that an event stays small enough to send and to read. */
const MOST_INLINE_BYTES = 64 * 1024;

/** Gives a value as an event carries it. Rejects with STORAGE_FAILED when a long one cannot be stored. */
export async function toEventValue(value: unknown, assets: AssetStore): Promise<EventValue> {
  const json = JSON.stringify(value) ?? 'null';
  if (json.length <= MOST_INLINE_BYTES) return { inline: JSON.parse(json) };
  const bytes = new TextEncoder().encode(json);
  const { hash, sizeBytes } = await assets.write(bytes, 'application/json', 'file');
  return { blob: hash, sizeBytes };
}
