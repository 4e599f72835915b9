import { z } from 'zod';

/** An image or file as it travels over wires and stands in files: by hash, never by path or address. */
export const assetReferenceSchema = z.object({
  type: z.enum(['image', 'file']),
  /** `sha256:` and 64 hexadecimal digits, of the bytes. */
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** For example `image/png`. */
  mimeType: z.string().max(255),
  sizeBytes: z.int().nonnegative(),
});

/** See {@link assetReferenceSchema}. */
export type AssetReference = z.infer<typeof assetReferenceSchema>;

/** Where the bytes behind asset references are. The engine hands it to every node. */
export interface AssetStore {
  /** The bytes of a stored asset. Rejects with STORAGE_FAILED when they are not there. */
  read(reference: AssetReference): Promise<Uint8Array>;
  /** Stores bytes once (the same bytes give the same hash) and gives the reference to them. */
  write(bytes: Uint8Array, mimeType: string, type: AssetReference['type']): Promise<AssetReference>;
}
