import { z } from 'zod';
import type { PortType } from '../ports/port-type.ts';
import { describePortType } from '../ports/describe-port-type.ts';
import { assetReferenceSchema } from './asset-reference.ts';
import { isRecord } from './is-record.ts';

/** The value as the port takes it, or why it does not. */
export type Accepted =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

const refuse = (type: PortType, value: unknown, extra = ''): Accepted => ({
  ok: false,
  reason: `expected ${describePortType(type)}, got ${describeValue(value)}${extra}`,
});

const accept = (value: unknown): Accepted => ({ ok: true, value });

/**
 * Checks one value against a port type and makes the conversions that `checkCompatibility` promises: number and
 * boolean to text, one value to a list of one. Everything else is refused with a reason; nothing is guessed.
 */
export function acceptValue(type: PortType, value: unknown): Accepted {
  switch (type.kind) {
    case 'any':
      return value === undefined ? refuse(type, value) : accept(value);
    case 'text':
      return acceptText(type, value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? accept(value)
        : refuse(type, value);
    case 'boolean':
      return typeof value === 'boolean' ? accept(value) : refuse(type, value);
    case 'image':
      return acceptImage(type, value);
    case 'embedding':
      return acceptEmbedding(type, value);
    case 'list':
      return acceptList(type, value);
    case 'json':
      return z.json().safeParse(value).success ? accept(value) : refuse(type, value);
    case 'index':
    case 'document':
    case 'chunk':
    case 'model':
      return isRecord(value) ? accept(value) : refuse(type, value);
  }
}

function acceptText(type: PortType, value: unknown): Accepted {
  if (typeof value === 'string') return accept(value);
  if (typeof value === 'number' || typeof value === 'boolean') return accept(String(value));
  return refuse(type, value);
}

function acceptImage(type: PortType, value: unknown): Accepted {
  const reference = assetReferenceSchema.safeParse(value);
  return reference.success && reference.data.type === 'image'
    ? accept(reference.data)
    : refuse(type, value);
}

function acceptEmbedding(type: PortType & { kind: 'embedding' }, value: unknown): Accepted {
  const isVector =
    Array.isArray(value) && value.length > 0 && value.every((number) => Number.isFinite(number));
  if (!isVector) return refuse(type, value);
  if (type.dimensions !== undefined && value.length !== type.dimensions) {
    return refuse(type, value, ` with ${value.length} numbers`);
  }
  return accept(value);
}

function acceptList(type: PortType & { kind: 'list' }, value: unknown): Accepted {
  const items = Array.isArray(value) ? acceptItems(type, value) : undefined;
  if (items?.ok) return items;
  // One value becomes a list of one, also a value that is an array itself, such as a vector.
  const single = acceptValue(type.of, value);
  if (single.ok) return accept([single.value]);
  return items ?? refuse(type, value);
}

function acceptItems(type: PortType & { kind: 'list' }, values: readonly unknown[]): Accepted {
  const items: unknown[] = [];
  for (const [index, item] of values.entries()) {
    const accepted = acceptValue(type.of, item);
    if (!accepted.ok) return { ok: false, reason: `item ${index}: ${accepted.reason}` };
    items.push(accepted.value);
  }
  return accept(items);
}

/** Says what a value is without showing its content, which may be long or private. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const reference = assetReferenceSchema.safeParse(value);
  if (reference.success)
    return `${reference.data.type === 'image' ? 'an image' : 'a file'} (${reference.data.mimeType})`;
  return typeof value === 'object' ? 'an object' : typeof value;
}
