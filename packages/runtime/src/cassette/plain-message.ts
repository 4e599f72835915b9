import { isRecord } from '@nodetool-ai/graph';
import { toWireImage } from '../ollama/chat/image-data.ts';
import { hashOfBytes, toPlainRecord, toPlainValue } from './plain-value.ts';
import type { PlainValue } from './plain-value.ts';

/** Gives a message of a request as a tape holds it: what is empty is left out, images are SHA-256 of their bytes. */
export function toPlainMessage(message: unknown): PlainValue {
  if (!isRecord(message)) return toPlainValue(message) ?? null;
  const plain = toPlainRecord({ ...message, content: toPlainContent(message['content']) });
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: PlainValue): boolean {
  return value === '' || value === null || (Array.isArray(value) && value.length === 0);
}

function toPlainContent(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const parts: readonly unknown[] = content;
  const [only] = parts;
  if (parts.length === 1 && isRecord(only) && only['type'] === 'text') return only['text'];
  return parts.map((part) =>
    isRecord(part) && isRecord(part['image'])
      ? { type: part['type'], image: toPlainImage(part['image']) }
      : part,
  );
}

/** The same picture has the same hash as bytes, as base64 and as `data:` URL; its type is told by its bytes. */
function toPlainImage({ data, uri }: Readonly<Record<string, unknown>>): PlainValue | undefined {
  const given = data ?? uri;
  if (typeof given !== 'string') return toPlainValue(given);
  try {
    const base64 = toWireImage({ type: 'image_url', image: { data: given } });
    return hashOfBytes(Buffer.from(base64, 'base64'));
  } catch {
    // It will be refused; what it was does not matter, but that it was another one does.
    return hashOfBytes(Buffer.from(given));
  }
}
