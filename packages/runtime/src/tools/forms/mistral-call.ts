import type { OfferedTools } from '../offered-tools.ts';
import { character } from '../source/character.ts';
import { readLiteral } from '../source/read-literal.ts';
import { skipSpace } from '../source/read-space.ts';
import type { Reading } from '../source/reading.ts';
import type { TextSource } from '../source/text-source.ts';
import type { FoundCall } from '../text-tool-call.ts';
import { readObject } from '../values/read-value.ts';
import { readJsonBlock } from './json-block.ts';
import { readOfferedName } from './read-name.ts';

/** What a call of a Mistral model begins with. */
export const MISTRAL_START = '[TOOL_CALLS]';

/** Reads `[TOOL_CALLS][{"name":…,"arguments":{…}}]`, or as newer models write it `[TOOL_CALLS]name[ARGS]{…}`. */
export function* readMistralCalls(
  source: TextSource,
  offered: OfferedTools,
): Reading<readonly FoundCall[] | undefined> {
  if (!(yield* readLiteral(source, MISTRAL_START))) return undefined;
  const unit = yield* skipSpace(source);
  if (unit === character.openBracket || unit === character.openBrace) {
    return yield* readJsonBlock(source, offered, { form: 'mistral' });
  }
  const name = yield* readOfferedName(source, offered);
  if (name === undefined || !(yield* readLiteral(source, '[ARGS]'))) return undefined;
  if ((yield* skipSpace(source)) !== character.openBrace) return undefined;
  const args = yield* readObject(source, 'json');
  return args && [{ name, args, form: 'mistral' }];
}
