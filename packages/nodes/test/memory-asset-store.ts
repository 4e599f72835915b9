import { createHash } from 'node:crypto';
import { NodetoolError } from '@nodetool-ai/graph';
import type { AssetReference, AssetStore } from '@nodetool-ai/graph';

/** Keeps assets in memory. */
export class MemoryAssetStore implements AssetStore {
  readonly #bytes = new Map<string, Uint8Array>();

  read(reference: AssetReference): Promise<Uint8Array> {
    const bytes = this.#bytes.get(reference.hash);
    return bytes
      ? Promise.resolve(bytes)
      : Promise.reject(new NodetoolError('STORAGE_FAILED', `${reference.hash} is not stored.`));
  }

  write(bytes: Uint8Array, mimeType: string, type: AssetReference['type']) {
    const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    this.#bytes.set(hash, bytes);
    return Promise.resolve({ type, hash, mimeType, sizeBytes: bytes.length });
  }
}
