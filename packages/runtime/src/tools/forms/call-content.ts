import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { firstOf } from '../source/first-of.ts';
import { skipSpace } from '../source/read-space.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall, TextToolForm } from '../text-tool-call.ts';
import { readFunctionTag } from './function-tag.ts';
import { readJsonBlock } from './json-block.ts';
import { listed } from './listed.ts';
import { readPythonCall } from './python-call.ts';
import { readPythonList } from './python-list.ts';
import { readYamlCall } from './yaml-call.ts';

/** What may stand between tags or in a fence, and how it is named there. */
export interface ContentForms {
  readonly json?: TextToolForm;
  readonly python?: TextToolForm;
  readonly yaml?: TextToolForm;
  /** Whether `<function=…>` may stand there too. */
  readonly hasFunctionTags?: boolean;
  /** Whether a name alone is a call. */
  readonly isTagged?: boolean;
  /** What may stand behind the name of a Python call. */
  readonly suffix?: string;
}

type Found = readonly FoundCall[] | undefined;

/** Reads one or more calls that stand one after the other. */
export function* readCallContent(
  source: TextSource,
  offered: OfferedTools,
  forms: ContentForms,
): Reading<Found> {
  const calls: FoundCall[] = [];
  for (let end = source.position; ; end = source.position) {
    let unit = yield* skipSpace(source);
    if (calls.length > 0 && (unit === character.comma || unit === character.semicolon)) {
      source.position += 1;
      unit = yield* skipSpace(source);
    }
    const found = yield* readOne(source, offered, forms, unit);
    if (found === undefined) {
      source.position = end;
      return calls.length > 0 ? calls : undefined;
    }
    calls.push(...found);
  }
}

function* readOne(
  source: TextSource,
  offered: OfferedTools,
  { json, python, yaml, hasFunctionTags, isTagged = false, suffix }: ContentForms,
  unit: number,
): Reading<Found> {
  const readers: (() => Reading<Found>)[] = [];
  const isList = unit === character.openBracket;
  if (json !== undefined && (isList || unit === character.openBrace)) {
    readers.push(() => readJsonBlock(source, offered, { form: json, isTagged }));
  }
  if (python !== undefined) {
    readers.push(() =>
      isList
        ? readPythonList(source, offered, python)
        : listed(readPythonCall(source, offered, python, suffix)),
    );
  }
  if (yaml !== undefined) readers.push(() => listed(readYamlCall(source, offered, yaml)));
  if (hasFunctionTags) readers.push(() => listed(readFunctionTag(source, offered)));
  return yield* firstOf(source, readers);
}
