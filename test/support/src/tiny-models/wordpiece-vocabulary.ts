import { WORD_START } from './word-vocabulary.ts';

/** A WordPiece vocabulary in the spelling of GGUF files. */
export interface WordPieceVocabulary {
  /** By id: special tokens as they are, starts of words with U+2581 in front, continuations bare. */
  readonly tokens: readonly string[];
  readonly specialIds: ReadonlySet<number>;
  /** Id of a token by its own spelling. Throws a RangeError when there is none. */
  readonly idOf: (token: string) => number;
}

interface TokenizerFile {
  readonly model?: { readonly type?: string; readonly vocab?: Readonly<Record<string, number>> };
  readonly added_tokens?: readonly { readonly id: number; readonly special?: boolean }[];
}

/** Reads a `tokenizer.json`. Throws a RangeError when it is no WordPiece vocabulary whose ids are 0, 1, 2, … */
export function readWordPieceVocabulary(json: string): WordPieceVocabulary {
  const file: TokenizerFile = JSON.parse(json);
  const vocabulary = file.model?.vocab;
  if (file.model?.type !== 'WordPiece' || vocabulary === undefined)
    throw new RangeError('tokenizer.json holds no WordPiece vocabulary');
  const special = (file.added_tokens ?? []).filter((token) => token.special === true);
  const specialIds = new Set(special.map((token) => token.id));
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(vocabulary)) {
    tokens[id] = specialIds.has(id) ? token : inGgufSpelling(token);
  }
  if (tokens.length !== Object.keys(vocabulary).length || tokens.includes(undefined as never))
    throw new RangeError('tokenizer.json leaves out ids');
  const idOf = (token: string) => {
    const id = vocabulary[token];
    if (id === undefined) throw new RangeError(`tokenizer.json has no token ${token}`);
    return id;
  };
  return { tokens, specialIds, idOf };
}

function inGgufSpelling(token: string): string {
  return token.startsWith('##') ? token.slice(2) : WORD_START + token;
}
