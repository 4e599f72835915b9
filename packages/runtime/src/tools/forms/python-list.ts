import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { readLiteral } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall, TextToolForm } from '../text-tool-call.ts';
import { readPythonCall } from './python-call.ts';

/** Reads `[first(key='value'), second()]`, from the bracket on. */
export function* readPythonList(
  source: TextSource,
  offered: OfferedTools,
  form: TextToolForm,
): Reading<readonly FoundCall[] | undefined> {
  if (!(yield* readLiteral(source, '['))) return undefined;
  const calls: FoundCall[] = [];
  let unit = yield* skipSpace(source);
  while (unit !== character.closeBracket) {
    const call = yield* readPythonCall(source, offered, form);
    if (call === undefined) return undefined;
    calls.push(call);
    unit = yield* skipSpace(source);
    if (unit === character.comma) {
      source.position += 1;
      unit = yield* skipSpace(source);
    } else if (unit !== character.closeBracket) {
      return undefined;
    }
  }
  source.position += 1;
  return calls.length > 0 ? calls : undefined;
}
