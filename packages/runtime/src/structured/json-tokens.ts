/** A piece of JSON as people and models write it: brackets, commas and colons are marks. */
export type JsonToken =
  | { readonly kind: 'mark' | 'word'; readonly text: string }
  /** What the string says; undefined when it has an escape that nobody knows. */
  | { readonly kind: 'string'; readonly text: string | undefined };

/** A list or object in a text: all of it, or why it is not one. */
export type BalancedJson =
  | { readonly state: 'whole'; readonly tokens: readonly JsonToken[]; readonly end: number }
  /** The text ends within it. */
  | { readonly state: 'cut' }
  /** A bracket is closed by one of the other kind. */
  | { readonly state: 'broken' }
  /** Thinking ends within it, so that it is no JSON; `end` is behind the tag. */
  | { readonly state: 'thought'; readonly end: number };

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };
const CLOSING_QUOTE: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };
const SPACE = /\s+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const THOUGHT_END = /<\/(?:think|thinking|thought|reasoning)>/iy;
const WORD = /(?:(?!\/[/*]|<\/)[^\s,:{}[\]"'“]|<\/(?!(?:think|thinking|thought|reasoning)>))+/iy;
const OMISSION = /\.\.\.|…/;

/**
 * Reads the list or object that begins at `start`, up to the bracket that closes it, without a judgement on its marks
 * and quotes. A comma before a closing bracket is left out. A remark that something is left out (`// ...`) counts as
 * a word.
 */
export function readBalancedJson(text: string, start: number): BalancedJson {
  const tokens: JsonToken[] = [];
  const open: string[] = [];
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    const quote = CLOSING_QUOTE[character];
    if (quote !== undefined) {
      const end = endOfString(text, at + 1, quote);
      if (end === undefined) return { state: 'cut' };
      tokens.push({ kind: 'string', text: unescape(text.slice(at + 1, end)) });
      at = end + 1;
      continue;
    }
    if (!'{}[],:'.includes(character)) {
      const thoughtEnd = matchAt(THOUGHT_END, text, at);
      if (thoughtEnd !== undefined) return { state: 'thought', end: at + thoughtEnd.length };
      const length = readBetween(text, at, tokens);
      if (length === undefined) return { state: 'cut' };
      at += length;
      continue;
    }
    const closing = CLOSING[character];
    if (closing !== undefined) open.push(closing);
    if (character === '}' || character === ']') {
      if (open.pop() !== character) return { state: 'broken' };
      if (tokens.at(-1)?.text === ',' && tokens.at(-1)?.kind === 'mark') tokens.pop();
    }
    tokens.push({ kind: 'mark', text: character });
    at += 1;
    if (open.length === 0) return { state: 'whole', tokens, end: at };
  }
  return { state: 'cut' };
}

/** Goes over space, a remark or a word, and gives its length; undefined for a remark without end. */
function readBetween(text: string, at: number, tokens: JsonToken[]): number | undefined {
  const space = matchAt(SPACE, text, at);
  if (space !== undefined) return space.length;
  const comment = matchAt(COMMENT, text, at);
  if (comment !== undefined) {
    if (OMISSION.test(comment)) tokens.push({ kind: 'word', text: comment });
    return comment.length;
  }
  const word = matchAt(WORD, text, at);
  if (word !== undefined) tokens.push({ kind: 'word', text: word });
  return word?.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function endOfString(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function unescape(inner: string): string | undefined {
  let isKnown = true;
  const text = inner.replaceAll(
    /\\(?:u([\da-fA-F]{4})|([\s\S]))/g,
    (_, hex: string | undefined, letter: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      const plain = ESCAPED[letter ?? ''];
      isKnown &&= plain !== undefined;
      return plain ?? '';
    },
  );
  return isKnown ? text : undefined;
}
