import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { isAtLineEnd, skipBlanks, skipSpace } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readCallContent } from './call-content.ts';
import type { ContentForms } from './call-content.ts';

/** A fence that is open. */
export interface Fence {
  /** The character that it is made of. */
  readonly unit: number;
  readonly length: number;
  /** The calls that may stand in it; without them it holds something else, whatever it looks like. */
  readonly content?: ContentForms;
}

const JSON_ONLY: ContentForms = { json: 'json-fence' };
const ALL: ContentForms = { json: 'json-fence', python: 'python-fence', yaml: 'yaml-fence' };

/** By the word behind the fence. Code of a language is an example and no call. */
const CONTENT: ReadonlyMap<string, ContentForms> = new Map([
  ['', ALL],
  ['json', JSON_ONLY],
  ['yaml', { yaml: 'yaml-fence' }],
  ['yml', { yaml: 'yaml-fence' }],
  ['tool', ALL],
  ['tool_call', ALL],
  ['tool_calls', ALL],
  ['tool_code', ALL],
  ['function_call', ALL],
]);

/**
 * Reads the opening line of a fence, from its first character on: up to its end where calls may follow, else only as
 * far as that is not certain. Undefined when it is no fence.
 */
export function* readFenceOpening(source: TextSource): Reading<Fence | undefined> {
  const unit = source.peek() ?? (yield* waitForUnit(source));
  const length = yield* skipRun(source, unit);
  if (length < 3) return undefined;
  let next = yield* skipBlanks(source);
  let word = '';
  while (next !== END && next !== character.newline) {
    word += String.fromCharCode(next).toLowerCase();
    if (![...CONTENT.keys()].some((known) => known.startsWith(word))) break;
    source.position += 1;
    next = source.peek() ?? (yield* waitForUnit(source));
    if ((next === character.space || next === character.carriageReturn) && CONTENT.has(word)) {
      next = yield* skipBlanks(source);
      break;
    }
  }
  const content = next === character.newline ? CONTENT.get(word) : undefined;
  return { unit, length, ...(content && { content }) };
}

/** Reads calls that are all that a fence holds, from the end of its opening line over what closes it. */
export function* readFencedCalls(
  source: TextSource,
  offered: OfferedTools,
  { unit, length, content }: Fence,
): Reading<readonly FoundCall[] | undefined> {
  if (content === undefined) return undefined;
  const calls = yield* readCallContent(source, offered, content);
  if (calls === undefined) return undefined;
  if ((yield* skipSpace(source)) === END) return calls;
  const run = yield* skipRun(source, unit);
  const next = source.peek() ?? (yield* waitForUnit(source));
  // A text that was cut off may end within the closing fence.
  const isClosed = run >= length ? yield* isAtLineEnd(source) : run > 0 && next === END;
  return isClosed ? calls : undefined;
}

/** Goes over a line's beginning within a fence, and tells whether the line closes it. Never goes back. */
export function* skipFenceClosing(source: TextSource, fence: Fence): Reading<boolean> {
  yield* skipBlanks(source);
  if ((yield* skipRun(source, fence.unit)) < fence.length) return false;
  const unit = yield* skipBlanks(source);
  return unit === character.newline || unit === END;
}

/** Goes over equal characters, and tells how many they are. */
export function* skipRun(source: TextSource, unit: number): Reading<number> {
  const start = source.position;
  while ((source.peek() ?? (yield* waitForUnit(source))) === unit) source.position += 1;
  return source.position - start;
}
