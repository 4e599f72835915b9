import { NodetoolError } from '@nodetool-ai/graph';
import type { MessageContent } from '../providers/messages.ts';

const DATA_URL = /^data:image\/[\w.+-]+;base64,/i;
/** The beginnings of PNG, JPEG, GIF and WebP (RIFF) in base64. */
const KNOWN_BEGINNING = /^(iVBORw0KGgo|\/9j\/|R0lGOD|UklGR)/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Gives an image as the daemon takes it: plain base64. Bytes, base64 and `data:` URLs are taken; nothing is ever read
 * from a path or fetched from an address. Throws IMAGE_INVALID for everything else.
 */
export function toWireImage(content: MessageContent & { type: 'image_url' }): string {
  const { data = content.image.uri } = content.image;
  const base64 = typeof data === 'string' ? data.replace(DATA_URL, '').trim() : encode(data);
  if (base64 !== '' && KNOWN_BEGINNING.test(base64) && BASE64.test(base64)) return base64;
  throw new NodetoolError('IMAGE_INVALID', describe(data));
}

function encode(data: Uint8Array | undefined): string {
  return data === undefined
    ? ''
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

function describe(data: Uint8Array | string | undefined): string {
  if (data === undefined || data.length === 0) return 'The image is empty.';
  if (typeof data === 'string' && /^(https?|file):/i.test(data))
    return 'The image is an address; addresses are not fetched.';
  return 'The image is neither PNG, JPEG, WebP nor GIF.';
}
