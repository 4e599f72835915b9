import { BYTE_CHARACTERS, toByteLevel } from './byte-level-text.ts';

/** Tokens of the scripted models that are no text, with ids from 256 on, in this order. */
export const SPECIAL_TOKENS = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|plain|>',
  '<|tools|>',
  '<|think|>',
  '<|nothink|>',
  '<|toolresult|>',
  '<|long|>',
  '<|rep|>',
  '<|vision|>',
] as const;

/** A token of the scripted models that is no text. */
export type SpecialToken = (typeof SPECIAL_TOKENS)[number];

/**
 * What the model says after each mode token, one token (so one streamed chunk) for each phrase. A phrase may occur only
 * once over all scripts, because what follows is looked up by the phrase alone.
 */
export const SCRIPTS: Readonly<Partial<Record<SpecialToken, readonly string[]>>> = {
  '<|plain|>': ['Hello', ' from', ' a', ' tiny', ' real', ' model.'],
  '<|think|>': [
    '<think>\n',
    'Let me',
    ' think',
    ' briefly.',
    '\n</think>\n\n',
    'The answer',
    ' is',
    ' 42.',
  ],
  '<|nothink|>': ['Direct', ' answer.'],
  '<|tools|>': [
    '<tool_call>\n',
    '{"name": "get_weather", ',
    '"arguments": {"city": "Paris"}}',
    '\n</tool_call>',
  ],
  '<|toolresult|>': ['It is', ' sunny', ' in', ' Paris.'],
  '<|vision|>': ['I see', ' an image.'],
  '<|rep|>': [' same'],
  '<|long|>': [' loop', ' again'],
};

/** Scripts that start again after their last phrase, for ever. */
export const ENDLESS_SCRIPTS: readonly SpecialToken[] = ['<|rep|>', '<|long|>'];

/** Tokens in all: the next multiple of 64, as the attention heads ask for. */
export const SCRIPT_VOCABULARY_SIZE = 320;

const FIRST_SPECIAL_ID = 256;
const FIRST_PHRASE_ID = FIRST_SPECIAL_ID + SPECIAL_TOKENS.length;
const phrases = Object.values(SCRIPTS).flat();

/** Id of a special token. */
export function specialTokenId(token: SpecialToken): number {
  return FIRST_SPECIAL_ID + SPECIAL_TOKENS.indexOf(token);
}

/** Id of a phrase of the scripts. Throws a RangeError for a text that is no phrase. */
export function phraseId(phrase: string): number {
  const index = phrases.indexOf(phrase);
  if (index === -1) throw new RangeError(`${JSON.stringify(phrase)} is no phrase of the scripts`);
  return FIRST_PHRASE_ID + index;
}

/** Kinds of tokens in a GGUF file. */
const TOKEN_KINDS = { normal: 1, control: 3, unused: 5 } as const;

/** All tokens as a GGUF file lists them: 256 bytes, the special ones, the phrases, and padding that is never used. */
export function scriptVocabulary(): {
  readonly tokens: readonly string[];
  readonly kinds: readonly number[];
} {
  const used = FIRST_PHRASE_ID + phrases.length;
  const padding = Array.from({ length: SCRIPT_VOCABULARY_SIZE - used }, (_, n) => `[PAD${n}]`);
  return {
    tokens: [...BYTE_CHARACTERS, ...SPECIAL_TOKENS, ...phrases.map(toByteLevel), ...padding],
    kinds: [
      ...BYTE_CHARACTERS.map(() => TOKEN_KINDS.normal),
      ...SPECIAL_TOKENS.map(() => TOKEN_KINDS.control),
      ...phrases.map(() => TOKEN_KINDS.normal),
      ...padding.map(() => TOKEN_KINDS.unused),
    ],
  };
}
