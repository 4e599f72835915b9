import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { NodetoolError } from '@nodetool-ai/graph';
import type { Terminal } from '../terminal.ts';

/** The bytes of a file that the person named. Rejects with FILE_NOT_READABLE. */
export async function readNamedFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : error instanceof Error
          ? error.message
          : String(error);
    throw new NodetoolError('FILE_NOT_READABLE', `${path} cannot be read: ${why}.`, {
      cause: error,
    });
  }
}

/** A text given as itself, as `@file`, or as `-` for what comes on stdin. */
export async function readSource(value: string, terminal: Terminal): Promise<string> {
  if (value === '-') return text(terminal.stdin);
  return value.startsWith('@') ? (await readNamedFile(value.slice(1))).toString('utf8') : value;
}
