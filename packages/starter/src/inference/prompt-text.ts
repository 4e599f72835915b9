import type { ChatTurn } from './inference-engine.ts';
import type { SpecialTokens, TemplateBinding } from './llama-binding.ts';
import { runWithin } from './run-within.ts';

/** Makes the text of a prompt out of a conversation, ready for the answer to follow. */
export type PromptText = (turns: readonly ChatTurn[]) => string;

/** A conversation of thousands of turns takes a second; a template is a program, and may be without end. */
const LONGEST_RENDERING_MS = 5000;

const endless = () => new Error('the chat template of the model does not come to an end');

/** Every role, so that a template that treats one of them in its own way is told apart. */
const PROBE: readonly ChatTurn[] = [
  { role: 'system', content: 'a' },
  { role: 'user', content: 'b' },
  { role: 'assistant', content: 'c' },
  { role: 'user', content: 'd' },
];

/**
 * Renders conversations with the chat template of a model's file. A template that is plain ChatML gets no system turn of
 * its own making, as Ollama does it (SmolLM2 answers far worse with the one in its file). Rendering throws a plain Error
 * when the template refuses the conversation (some take no system turn) or takes more than 5 seconds. A file without a template gets the contents
 * alone, with an empty line between them, because no words would be understood as roles. Throws when the template cannot
 * be read.
 */
export function promptTextOf(
  chatTemplate: string | undefined,
  { Template }: TemplateBinding,
  { bosString, eosString }: SpecialTokens,
): PromptText {
  if (chatTemplate === undefined)
    return (turns) => turns.map(({ content }) => content).join('\n\n');
  const template = runWithin(LONGEST_RENDERING_MS, () => new Template(chatTemplate), endless);
  const tokens = { bos_token: bosString ?? '', eos_token: eosString ?? '' };
  const render: PromptText = (turns) => {
    const values = { ...tokens, messages: turns, add_generation_prompt: true };
    return runWithin(LONGEST_RENDERING_MS, () => template.render(values), endless);
  };
  return isChatMl(render) ? renderChatMl : render;
}

function renderChatMl(turns: readonly ChatTurn[]): string {
  const parts = turns.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`);
  return `${parts.join('')}<|im_start|>assistant\n`;
}

function isChatMl(render: PromptText): boolean {
  try {
    return render(PROBE) === renderChatMl(PROBE);
  } catch {
    // A template that takes no system turn, or does not end, is another one.
    return false;
  }
}
