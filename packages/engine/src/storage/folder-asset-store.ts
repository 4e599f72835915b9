import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NodetoolError } from '@nodetool-ai/graph';
import type { AssetReference, AssetStore } from '@nodetool-ai/graph';
import { hashOf } from './memory-asset-store.ts';

const HASH = /^sha256:([0-9a-f]{2})([0-9a-f]{62})$/;

/** Keeps assets as files named by their hash; the same bytes are stored once. What was changed on disk is refused. */
export class FolderAssetStore implements AssetStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(reference: AssetReference): Promise<Uint8Array> {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(this.#pathOf(reference.hash));
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw new NodetoolError(
        isMissing ? 'ASSET_NOT_FOUND' : 'STORAGE_FAILED',
        `The ${reference.type} ${reference.hash} ${isMissing ? 'is not stored here' : 'cannot be read'}.`,
        { cause: error },
      );
    }
    if (hashOf(bytes) === reference.hash) return bytes;
    throw new NodetoolError(
      'STORAGE_FAILED',
      `The ${reference.type} ${reference.hash} is damaged on the disk.`,
      {
        hint: 'Pick the file again.',
      },
    );
  }

  async write(
    bytes: Uint8Array,
    mimeType: string,
    type: AssetReference['type'],
  ): Promise<AssetReference> {
    const hash = hashOf(bytes);
    const path = this.#pathOf(hash);
    const reference = { type, hash, mimeType, sizeBytes: bytes.byteLength };
    try {
      if ((await stat(path)).size === bytes.byteLength) return reference;
    } catch {
      // Not there yet.
    }
    const temporary = `${path}.${randomUUID()}.part`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(temporary, bytes, { mode: 0o600, flush: true });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      // The words of the system name the path, which is nobody's business but the owner's.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new NodetoolError('STORAGE_FAILED', `The ${type} could not be stored (${code}).`, {
        cause: error,
      });
    }
    return reference;
  }

  #pathOf(hash: string): string {
    const [, head, rest] = HASH.exec(hash) ?? [];
    if (head === undefined || rest === undefined)
      throw new NodetoolError('STORAGE_FAILED', 'The hash of the asset is malformed.');
    return join(this.#folder, head, rest);
  }
}
