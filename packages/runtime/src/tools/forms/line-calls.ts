import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { firstOf } from '../source/first-of.ts';
import { isAtLineEnd } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readHarmonyCall } from './harmony-call.ts';
import { readJsonBlock } from './json-block.ts';
import { listed } from './listed.ts';
import { readPythonLine } from './python-line.ts';
import { readPythonList } from './python-list.ts';

type Found = readonly FoundCall[] | undefined;

/** Reads calls that nothing marks and that therefore have to stand alone on their lines, from the first character on. */
export function* readLineCalls(source: TextSource, offered: OfferedTools): Reading<Found> {
  const unit = source.peek() ?? (yield* waitForUnit(source));
  if (unit === character.openBrace) return yield* alone(source, readJsonBlock(source, offered));
  if (unit === character.openBracket) {
    return yield* firstOf<readonly FoundCall[]>(source, [
      () => alone(source, readJsonBlock(source, offered)),
      () => alone(source, readPythonList(source, offered, 'python-list')),
    ]);
  }
  return yield* firstOf<readonly FoundCall[]>(source, [
    () => readPythonLine(source, offered),
    () => listed(readHarmonyCall(source, offered)),
  ]);
}

function* alone(source: TextSource, reading: Reading<Found>): Reading<Found> {
  const calls = yield* reading;
  return calls !== undefined && (yield* isAtLineEnd(source)) ? calls : undefined;
}
