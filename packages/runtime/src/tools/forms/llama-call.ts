import type { OfferedTools } from '../offered-tools.ts';
import { readLiteral, readOneOf } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readCallContent } from './call-content.ts';

/** What a call of a Llama model begins with. */
export const LLAMA_START = '<|python_tag|>';

/** Reads `<|python_tag|>name.call(key='value')` or JSON behind that token, with or without a token at its end. */
export function* readLlamaCalls(
  source: TextSource,
  offered: OfferedTools,
): Reading<readonly FoundCall[] | undefined> {
  if (!(yield* readLiteral(source, LLAMA_START))) return undefined;
  const calls = yield* readCallContent(source, offered, {
    json: 'llama-json',
    python: 'llama-python',
    suffix: '.call',
  });
  if (calls === undefined) return undefined;
  const end = source.position;
  yield* skipSpace(source);
  if (!(yield* readOneOf(source, ['<|eom_id|>', '<|eot_id|>']))) source.position = end;
  return calls;
}
