/** Marks the start of a word in the vocabularies of `bert` models in GGUF files (U+2581). */
export const WORD_START = '\u2581';

/** The first tokens of the bag-of-words embedder; the index is the id. */
export const WORD_SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/** Words that the bag-of-words embedder knows as one token; other words fall into letters. */
export const KNOWN_WORDS: readonly string[] = (
  'the a an of and to in is it for on with as at by from this that be are was were ' +
  'king queen man woman cat dog animal car bus vehicle apple banana fruit ' +
  'python code program computer data vector search database paris france city weather sun rain hello world'
).split(' ');

/** All tokens: special ones, characters that start a word, characters inside a word, known words. */
export function wordVocabulary(): readonly string[] {
  const characters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
  const punctuation = [...`.,!?-:;'"()`];
  const starting = [...characters, ...punctuation, ...KNOWN_WORDS].map((text) => WORD_START + text);
  // `a` is a letter and a word. Two tokens of the same text would end the engine.
  return [...new Set([...WORD_SPECIAL_TOKENS, ...starting, ...characters])];
}
