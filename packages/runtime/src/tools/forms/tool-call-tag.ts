import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { readClosing, readLiteral } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readCallContent } from './call-content.ts';

/** What the tags around a call begin with. */
export const TOOL_CALL_TAG = '<tool_call>';

/**
 * Reads calls between `<tool_call>` and its end tag, which may be missing at the end of the text or before the next
 * such tag.
 */
export function* readToolCallTag(
  source: TextSource,
  offered: OfferedTools,
): Reading<readonly FoundCall[] | undefined> {
  if (!(yield* readLiteral(source, TOOL_CALL_TAG))) return undefined;
  const calls = yield* readCallContent(source, offered, {
    json: 'tag-json',
    python: 'tag-python',
    yaml: 'tag-yaml',
    hasFunctionTags: true,
    isTagged: true,
  });
  if (calls === undefined) return undefined;
  const end = source.position;
  const unit = yield* skipSpace(source);
  if (yield* readClosing(source, '</tool_call>')) return calls;
  if (unit !== character.less || !(yield* readLiteral(source, TOOL_CALL_TAG))) return undefined;
  source.position = end;
  return calls;
}
