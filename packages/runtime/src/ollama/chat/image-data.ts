import { NodetoolError } from '@nodetool-ai/graph';
import type { ImageData, MessageContent } from '../../providers/messages.ts';

/** How each form that models can read begins, as characters of Latin-1; WebP has four bytes of its length within. */
const BEGINNINGS = [/^\x89PNG\r\n/, /^\xff\xd8\xff/, /^GIF8[79]a/, /^RIFF[^]{4}WEBP/];
const BEGINNING_BYTES = 12;
/** The first bytes of an image, in base64: enough to know its form. */
const BEGINNING_CHARACTERS = 16;

const DATA_URL = /^data:[^,]{0,255};base64,/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Gives an image as the daemon takes it: plain base64, without prefix. Takes bytes, base64 (also the URL-safe kind and
 * with line ends) and `data:` URLs of PNG, JPEG, WebP and GIF. A text is never a path and never an address: nothing is
 * read and nothing is fetched. Throws IMAGE_INVALID for everything else.
 */
export function toWireImage({ image }: MessageContent & { type: 'image_url' }): string {
  const given: ImageData | undefined = image.data ?? image.uri;
  if (given === undefined || given.length === 0) throw invalid('The image is empty.');
  if (typeof given !== 'string') return encodeBytes(given);
  const text = given.trim();
  if (/^(https?|file|ftp|blob|asset):/i.test(text))
    throw invalid('The image is an address, and addresses are not fetched.');
  if (/^data:/i.test(text) && !DATA_URL.test(text))
    throw invalid('The data URL of the image is not in base64.');
  const base64 = text
    .replace(DATA_URL, '')
    .replaceAll(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const beginning = Buffer.from(base64.slice(0, BEGINNING_CHARACTERS), 'base64');
  if (!isImage(beginning) || !BASE64.test(base64)) throw invalid(unknownForm);
  return base64.length % 4 === 0 ? base64 : Buffer.from(base64, 'base64').toString('base64');
}

const unknownForm = 'The image is neither PNG, JPEG, WebP nor GIF.';

function encodeBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isImage(buffer)) throw invalid(unknownForm);
  return buffer.toString('base64');
}

function isImage(bytes: Buffer): boolean {
  const beginning = bytes.toString('latin1', 0, BEGINNING_BYTES);
  return BEGINNINGS.some((pattern) => pattern.test(beginning));
}

function invalid(message: string): NodetoolError {
  return new NodetoolError('IMAGE_INVALID', message);
}
