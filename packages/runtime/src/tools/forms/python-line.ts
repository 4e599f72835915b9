import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { isAtLineEnd, skipBlanks } from '../source/read-space.ts';
import { waitForUnit } from '../source/reading.ts';
import type { Reading } from '../source/reading.ts';
import { END } from '../source/text-source.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readPythonCall } from './python-call.ts';

/** What may stand before a call on its line. */
const LABELS = ['action:', 'call:', 'function call:', 'function_call:', 'tool call:', 'tool_call:'];

/**
 * Reads one or more Python calls that stand alone on their line, behind nothing or a label such as `Action:`. Whatever
 * else stands on the line makes it prose.
 */
export function* readPythonLine(
  source: TextSource,
  offered: OfferedTools,
): Reading<readonly FoundCall[] | undefined> {
  yield* skipLabel(source);
  const calls: FoundCall[] = [];
  for (;;) {
    const call = yield* readPythonCall(source, offered, 'python');
    if (call === undefined) return undefined;
    calls.push(call);
    if (yield* isAtLineEnd(source)) return calls;
    const unit = yield* skipBlanks(source);
    if (unit === character.comma || unit === character.semicolon) {
      source.position += 1;
      if (yield* isAtLineEnd(source)) return calls;
      yield* skipBlanks(source);
    }
  }
}

function* skipLabel(source: TextSource): Reading<void> {
  let label = '';
  for (;;) {
    const unit = source.peek(label.length) ?? (yield* waitForUnit(source, label.length));
    if (unit === END) return;
    label += String.fromCharCode(unit).toLowerCase();
    if (LABELS.includes(label)) {
      source.position += label.length;
      yield* skipBlanks(source);
      return;
    }
    if (!LABELS.some((known) => known.startsWith(label))) return;
  }
}
