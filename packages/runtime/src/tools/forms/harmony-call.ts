import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { readLiteral, readOneOf } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readObject } from '../values/read-value.ts';

/** Longest header of a message, in characters; names of tools have up to 64. */
const LONGEST_HEADER = 300;
const MESSAGE = '<|message|>';
const TOKENS = ['<|start|>', '<|channel|>', '<|constrain|>'];
const WORDS = ['assistant', 'commentary', 'analysis', 'json', 'code'];

/** What a message begins with; the last only at the start of a line, where its own start token got lost. */
export const HARMONY_STARTS = [
  '<|start|>assistant',
  '<|channel|>',
  'assistant<|channel|>',
] as const;

/**
 * Reads a message to a tool as models of the harmony format write it:
 * `<|start|>assistant<|channel|>commentary to=functions.name <|constrain|>json<|message|>{…}<|call|>`. The start and the
 * constraint may be missing, the last token too where the text ends or a message follows.
 */
export function* readHarmonyCall(
  source: TextSource,
  offered: OfferedTools,
): Reading<FoundCall | undefined> {
  const header = yield* readHeader(source);
  const name = header === undefined ? undefined : recipientOf(header, offered);
  if (name === undefined || (yield* skipSpace(source)) !== character.openBrace) return undefined;
  const args = yield* readObject(source, 'json');
  if (args === undefined) return undefined;
  const end = source.position;
  const unit = yield* skipSpace(source);
  if (yield* readOneOf(source, ['<|call|>', '<|end|>'])) return { name, args, form: 'harmony' };
  const isNext = unit === END || (yield* readLiteral(source, '<|start|>'));
  source.position = end;
  return isNext ? { name, args, form: 'harmony' } : undefined;
}

/** Reads up to `<|message|>` and over it. */
function* readHeader(source: TextSource): Reading<string | undefined> {
  const start = source.position;
  if (!(yield* readOneOf(source, HARMONY_STARTS))) return undefined;
  while (source.position - start <= LONGEST_HEADER) {
    const unit = source.peek() ?? (yield* waitForUnit(source));
    if (unit === END || unit === character.newline) return undefined;
    const end = source.position;
    if (unit === character.less && (yield* readLiteral(source, MESSAGE))) {
      return source.slice(start, end);
    }
    source.position += 1;
  }
  return undefined;
}

/** The offered tool that a header names; undefined when it names none, or says something unknown. */
function recipientOf(header: string, offered: OfferedTools): string | undefined {
  if (!header.includes('<|channel|>')) return undefined;
  const plain = TOKENS.reduce((text, token) => text.replaceAll(token, ' '), header);
  const words = plain.split(' ').filter((word) => word !== '');
  const [recipient, ...others] = words.filter((word) => word.startsWith('to='));
  const isKnown = words.every((word) => word.startsWith('to=') || WORDS.includes(word));
  if (recipient === undefined || others.length > 0 || !isKnown) return undefined;
  const full = recipient.slice('to='.length);
  if (offered.has(full)) return full;
  const name = full.startsWith('functions.') ? full.slice('functions.'.length) : '';
  return offered.has(name) ? name : undefined;
}

/** Writes the call as a message to the tool. */
export function renderHarmonyCall({ name, args }: Omit<FoundCall, 'form'>): string {
  const header = `<|channel|>commentary to=functions.${name} <|constrain|>json`;
  return `<|start|>assistant${header}${MESSAGE}${JSON.stringify(args)}<|call|>`;
}
