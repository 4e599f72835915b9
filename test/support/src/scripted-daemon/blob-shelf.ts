import { createHash } from 'node:crypto';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

/** The blobs that a scripted daemon was sent. */
export class BlobShelf {
  readonly #blobs = new Map<string, Uint8Array>();

  /** The bytes of a digest. */
  get(digest: unknown): Uint8Array | undefined {
    return typeof digest === 'string' ? this.#blobs.get(digest) : undefined;
  }

  /** `/api/blobs/:digest`. */
  answer(method: string, digest: string, bytes: Uint8Array): Script {
    if (!/^sha256[:-][0-9a-f]{64}$/.test(digest))
      return jsonScript({ error: 'invalid digest format' }, 400);
    const isThere = this.#blobs.has(digest);
    if (isThere) return [{ status: 200 }, { end: true }];
    if (method === 'HEAD') return jsonScript({ error: `blob "${digest}" not found` }, 404);
    const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    if (found !== digest) {
      return jsonScript({ error: `digest mismatch, expected "${digest}", got "${found}"` }, 400);
    }
    this.#blobs.set(digest, bytes);
    return [{ status: 201 }, { end: true }];
  }
}
