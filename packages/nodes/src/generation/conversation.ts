import type { Message, MessageContent } from '@nodetool-ai/runtime';

/** The messages of one question: the instruction, if there is one, and what the person says. */
export function conversation(
  system: string | undefined,
  content: string | readonly MessageContent[],
): readonly Message[] {
  const user: Message = { role: 'user', content };
  const isGiven = system !== undefined && system.trim() !== '';
  return isGiven ? [{ role: 'system', content: system }, user] : [user];
}
