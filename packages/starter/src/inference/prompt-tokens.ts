import { PromptTooLong } from './inference-engine.ts';
import type { ChatTurn, InferencePrompt } from './inference-engine.ts';
import type { LlamaModel, Token } from './llama-binding.ts';
import type { PromptText } from './prompt-text.ts';

/** What a prompt is made into tokens with. */
export interface PromptRoom {
  readonly model: Pick<LlamaModel, 'tokens' | 'tokenize'>;
  readonly promptText: PromptText;
  /** Tokens of the context; the prompt gets all but one, which is for the answer. */
  readonly contextTokens: number;
}

/**
 * The tokens of a prompt that leave room for an answer. Of a conversation that is too long the oldest turns are left
 * out; system turns and the last turn stay. Throws PromptTooLong when that is not allowed or does not help; a raw prompt
 * is never cut.
 */
export function promptTokens(
  prompt: InferencePrompt,
  mayTruncate: boolean,
  room: PromptRoom,
): readonly Token[] {
  let tokens = tokensOf(prompt, room);
  if (fits(tokens, room)) return tokens;
  const turns = prompt.kind === 'chat' && mayTruncate ? prompt.turns : [];
  for (let from = 1; from < turns.length; from++) {
    if (turns[from - 1]?.role === 'system') continue;
    tokens = tokensOf({ kind: 'chat', turns: withoutOldest(turns, from) }, room);
    if (fits(tokens, room)) return tokens;
  }
  throw new PromptTooLong(tokens.length, room.contextTokens);
}

function withoutOldest(turns: readonly ChatTurn[], from: number): readonly ChatTurn[] {
  return turns.filter(({ role }, index) => index >= from || role === 'system');
}

function fits(tokens: readonly Token[], { contextTokens }: PromptRoom): boolean {
  return tokens.length < contextTokens;
}

function tokensOf(prompt: InferencePrompt, { model, promptText }: PromptRoom): readonly Token[] {
  const text = prompt.kind === 'chat' ? promptText(prompt.turns) : prompt.text;
  // As Ollama: the names of special tokens in a text are special tokens.
  const tokens = model.tokenize(text, true);
  const { bos, shouldPrependBosToken } = model.tokens;
  const isMissing = shouldPrependBosToken && bos !== null && tokens[0] !== bos;
  return isMissing ? [bos, ...tokens] : tokens;
}
