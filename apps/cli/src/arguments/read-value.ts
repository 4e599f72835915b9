import { imageTypeOf, acceptValue, NodetoolError } from '@nodetool-ai/graph';
import type { AssetStore, PortType } from '@nodetool-ai/graph';
import { readNamedFile } from './read-source.ts';
import { usageError } from './usage-error.ts';

/** `name=value` or `name=@file`. Throws USAGE. */
export function splitAssignment(
  assignment: string,
  option: string,
): { readonly name: string; readonly value: string } {
  const equals = assignment.indexOf('=');
  if (equals < 1)
    throw usageError(`--${option} ${assignment}: write it as name=value or name=@file.`);
  return { name: assignment.slice(0, equals), value: assignment.slice(equals + 1) };
}

/**
 * Gives a value of the command line as the port takes it: text as it is, numbers, booleans and JSON read, `@file` as an
 * image or as the text of the file. Rejects with USAGE, FILE_NOT_READABLE or IMAGE_INVALID.
 */
export async function readValue(
  name: string,
  value: string,
  type: PortType | undefined,
  assets: AssetStore,
): Promise<unknown> {
  const wantsImage = type?.kind === 'image' || (type?.kind === 'list' && type.of.kind === 'image');
  if (wantsImage) return readImage(value, name, assets);
  const text = value.startsWith('@')
    ? (await readNamedFile(value.slice(1))).toString('utf8')
    : value;
  if (type === undefined || type.kind === 'text' || type.kind === 'any') return text;
  const parsed = tryJson(text);
  const candidates =
    type.kind === 'list' && !Array.isArray(parsed) ? [text, parsed] : [parsed, text];
  for (const candidate of candidates) if (acceptValue(type, candidate).ok) return candidate;
  const accepted = acceptValue(type, parsed ?? text);
  throw usageError(`${name}: ${accepted.ok ? 'not usable' : accepted.reason}.`);
}

async function readImage(value: string, name: string, assets: AssetStore): Promise<unknown> {
  if (!value.startsWith('@')) {
    throw usageError(`${name} is an image: give a file as ${name}=@picture.png.`);
  }
  const bytes = await readNamedFile(value.slice(1));
  const mimeType = imageTypeOf(bytes);
  if (mimeType === undefined) {
    throw new NodetoolError(
      'IMAGE_INVALID',
      `${value.slice(1)} is neither PNG, JPEG, WebP nor GIF.`,
    );
  }
  return assets.write(bytes, mimeType, 'image');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
