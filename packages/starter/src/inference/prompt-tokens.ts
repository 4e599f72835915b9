import { PromptTooLong } from './inference-engine.ts';
import type { ChatTurn, InferencePrompt } from './inference-engine.ts';
import type { LlamaModel, Token } from './llama-binding.ts';
import type { PromptText } from './prompt-text.ts';
import { sharedLength } from './shared-length.ts';

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
  const whole = tokensOf(prompt, room);
  if (fits(whole, room)) return whole;
  if (prompt.kind !== 'chat' || !mayTruncate)
    throw new PromptTooLong(whole.length, room.contextTokens);
  const { turns } = prompt;
  const from = (start: number) =>
    tokensOf({ kind: 'chat', turns: withoutOldest(turns, start) }, room);
  // By halves: each try makes tokens of a conversation that may have thousands of turns.
  let tooEarly = 0;
  let shortest = turns.length - 1;
  let kept = shortest > 0 ? from(shortest) : whole;
  if (!fits(kept, room)) throw new PromptTooLong(kept.length, room.contextTokens);
  while (shortest - tooEarly > 1) {
    const middle = Math.floor((tooEarly + shortest) / 2);
    const tokens = from(middle);
    if (fits(tokens, room)) {
      shortest = middle;
      kept = tokens;
    } else tooEarly = middle;
  }
  return kept;
}

/** The tokens that every conversation begins with in which the person speaks first; none where there are no such. */
export function promptHead(room: PromptRoom): readonly Token[] {
  const saying = (content: string) =>
    tokensOf({ kind: 'chat', turns: [{ role: 'user', content }] }, room);
  try {
    const tokens = saying('A');
    return tokens.slice(0, sharedLength(tokens, saying('1')));
  } catch {
    // A template that refuses such a conversation says so to who asks for one.
    return [];
  }
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
