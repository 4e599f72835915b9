import type { OfferedTools } from '../offered-tools.ts';
import { firstOf } from '../source/first-of.ts';
import { readOneOf } from '../source/read-literal.ts';
import { isAtLineEnd, skipBlanks } from '../source/read-space.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readFunctionTag } from './function-tag.ts';
import { HARMONY_STARTS, readHarmonyCall } from './harmony-call.ts';
import { listed } from './listed.ts';
import { LLAMA_START, readLlamaCalls } from './llama-call.ts';
import { MISTRAL_START, readMistralCalls } from './mistral-call.ts';
import { readToolCallTag, TOOL_CALL_TAG } from './tool-call-tag.ts';

const STARTS = [TOOL_CALL_TAG, '<function=', ...HARMONY_STARTS, LLAMA_START, MISTRAL_START];

/**
 * Reads calls that a model marks with tags or tokens of its own, wherever they stand on a line. Behind prose they count
 * only when nothing but further ones follows on the line: else somebody writes about them.
 */
export function* readMarkedCalls(
  source: TextSource,
  offered: OfferedTools,
  isBehindProse: boolean,
): Reading<readonly FoundCall[] | undefined> {
  const calls = yield* firstOf(source, [
    () => readToolCallTag(source, offered),
    () => listed(readFunctionTag(source, offered)),
    () => listed(readHarmonyCall(source, offered)),
    () => readLlamaCalls(source, offered),
    () => readMistralCalls(source, offered),
  ]);
  if (calls === undefined || !isBehindProse || (yield* isAtLineEnd(source))) return calls;
  const end = source.position;
  yield* skipBlanks(source);
  const isNext = yield* readOneOf(source, STARTS);
  source.position = end;
  return isNext ? calls : undefined;
}
