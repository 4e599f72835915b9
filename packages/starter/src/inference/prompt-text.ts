import type { ChatTurn } from './inference-engine.ts';
import type { SpecialTokens, TemplateBinding } from './llama-binding.ts';

/** Makes the text of a prompt out of a conversation, ready for the answer to follow. */
export type PromptText = (turns: readonly ChatTurn[]) => string;

/**
 * Renders conversations with the chat template of a model's file. Rendering throws a plain Error when the template
 * refuses the conversation (some take no system turn). A file without a template gets the contents alone, with an empty
 * line between them, because no words would be understood as roles. Throws when the template cannot be read.
 */
export function promptTextOf(
  chatTemplate: string | undefined,
  { Template }: TemplateBinding,
  { bosString, eosString }: SpecialTokens,
): PromptText {
  if (chatTemplate === undefined)
    return (turns) => turns.map(({ content }) => content).join('\n\n');
  const template = new Template(chatTemplate);
  const tokens = { bos_token: bosString ?? '', eos_token: eosString ?? '' };
  return (turns) => template.render({ ...tokens, messages: turns, add_generation_prompt: true });
}
