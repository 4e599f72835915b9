import type { Message, ToolCall } from '../providers/messages.ts';
import { renderEnvelope } from './render-envelope.ts';

/**
 * Gives the conversation of one more turn in which the model may correct the calls that are given: the calls, in the
 * form of `envelopeSchema`, and what is wrong with them. The messages before are kept as they are.
 */
export function repairMessages(
  messages: readonly Message[],
  calls: readonly Pick<ToolCall, 'name' | 'args'>[],
  problems: readonly string[],
): readonly Message[] {
  const wrong: readonly Message[] =
    calls.length === 0 ? [] : [{ role: 'assistant', content: renderEnvelope(calls) }];
  const content = [
    'That was not run, because there is something wrong with it:',
    ...problems.map((problem) => `- ${problem}`),
    'Write it again, corrected, as one JSON object {"tool_calls":[…]} and nothing else.',
  ].join('\n');
  return [...messages, ...wrong, { role: 'user', content }];
}
