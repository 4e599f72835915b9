import { createHash } from 'node:crypto';
import { NodetoolError } from '@nodetool-ai/graph';
import type { AssetReference, AssetStore } from '@nodetool-ai/graph';

/** Gives the hash by which bytes are referred to. */
export function hashOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Keeps assets in memory, as long as it lives itself. */
export class MemoryAssetStore implements AssetStore {
  readonly #assets = new Map<string, Uint8Array>();

  async read(reference: AssetReference): Promise<Uint8Array> {
    const bytes = this.#assets.get(reference.hash);
    if (bytes !== undefined) return bytes;
    throw new NodetoolError(
      'ASSET_NOT_FOUND',
      `The ${reference.type} ${reference.hash} is not stored here.`,
    );
  }

  async write(
    bytes: Uint8Array,
    mimeType: string,
    type: AssetReference['type'],
  ): Promise<AssetReference> {
    const hash = hashOf(bytes);
    this.#assets.set(hash, bytes);
    return { type, hash, mimeType, sizeBytes: bytes.byteLength };
  }
}
