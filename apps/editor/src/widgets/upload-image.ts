import { imageTypeOf, NodetoolError } from '@nodetool-ai/graph';
import type { AssetReference } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';

/** Larger ones are refused here already, before they are read into memory. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Stores a picked image on the server and gives the reference to it. Rejects with IMAGE_INVALID or REQUEST_TOO_LARGE. */
export async function uploadImage(file: Blob): Promise<AssetReference> {
  if (file.size > MOST_BYTES)
    throw new NodetoolError('REQUEST_TOO_LARGE', 'The image is larger than 32 MB.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (imageTypeOf(bytes) === undefined)
    throw new NodetoolError('IMAGE_INVALID', 'The file is neither PNG, JPEG, WebP nor GIF.');
  return askServer<AssetReference>('/api/assets', { body: { base64: await toBase64(file) } });
}

/** Where the bytes of a stored image are shown from. */
export function assetUrl(hash: string): string {
  return `/api/assets/${encodeURIComponent(hash)}`;
}

function toBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : ''),
    );
    reader.addEventListener('error', () => reject(new NodetoolError('FILE_NOT_READABLE')));
    reader.readAsDataURL(file);
  });
}
