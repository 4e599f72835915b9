import { readFile } from 'node:fs/promises';
import { NodetoolError } from '@nodetool-ai/graph';
import { z } from 'zod';
import { cassetteHeaderSchema, interactionSchema } from './interaction.ts';
import type { CassetteHeader, Interaction } from './interaction.ts';

/** A cassette that was read. */
export interface Cassette {
  /** Its first line. */
  readonly header: CassetteHeader;
  /** In the order in which the requests began. */
  readonly interactions: readonly Interaction[];
  /** Number of the last line when it was cut off (a recorder that was killed); it is not among the interactions. */
  readonly cutLine?: number;
}

/** Reads a cassette. Rejects with FILE_NOT_READABLE when there is none, or when a line of it is damaged. */
export async function readCassette(path: string): Promise<Cassette> {
  try {
    return parseCassette(await readFile(path, 'utf8'), path);
  } catch (cause) {
    if (cause instanceof NodetoolError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NodetoolError('FILE_NOT_READABLE', `The cassette cannot be read: ${why}`, { cause });
  }
}

/**
 * Gives the cassette of a text, whose last line may be cut off. `name` is for messages. Throws FILE_NOT_READABLE for a
 * text that is no cassette, has another version, or holds a damaged line, naming the line.
 */
export function parseCassette(text: string, name = 'the cassette'): Cassette {
  const [first = '', ...rest] = text.split('\n');
  const header = cassetteHeaderSchema.safeParse(parseJson(first));
  if (!header.success) throw damaged(`${name} is not a cassette of this version.`, header.error);
  const interactions: Interaction[] = [];
  let cutLine: number | undefined;
  for (const [index, line] of rest.entries()) {
    const number = index + 2;
    if (line.trim() === '') continue;
    const value = parseJson(line);
    if (value === undefined && index === rest.length - 1) {
      cutLine = number;
      continue;
    }
    const interaction = interactionSchema.safeParse(value);
    if (!interaction.success)
      throw damaged(`Line ${number} of ${name} is damaged.`, interaction.error);
    interactions.push(interaction.data);
  }
  return {
    header: header.data,
    interactions: interactions.toSorted((left, right) => left.order - right.order),
    ...(cutLine === undefined ? {} : { cutLine }),
  };
}

function parseJson(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}

function damaged(message: string, error: z.ZodError): NodetoolError {
  return new NodetoolError('FILE_NOT_READABLE', message, {
    hint: `Record it anew. ${z.prettifyError(error)}`,
  });
}
