import type { Message, ToolCall } from '../providers/messages.ts';
import { renderEnvelope } from './render-envelope.ts';

/**
 * Gives the conversation of one more turn in which the model may correct its calls: what it wrote, in the form of
 * `envelopeSchema`, and what is wrong with it. The messages before are kept as they are.
 */
export function repairMessages(
  messages: readonly Message[],
  calls: readonly Pick<ToolCall, 'name' | 'args'>[],
  problems: readonly string[],
): readonly Message[] {
  const wrong: readonly Message[] =
    calls.length === 0 ? [] : [{ role: 'assistant', content: renderEnvelope(calls) }];
  const content = [
    'None of your tool calls was run, because there is something wrong:',
    ...problems.map((problem) => `- ${problem}`),
    'Write all calls again, corrected, in the same JSON form and nothing else.',
  ].join('\n');
  return [...messages, ...wrong, { role: 'user', content }];
}
