import { readBalancedJson } from './json-tokens.ts';

/** What a text holds beside prose. */
export interface FoundJson {
  /** The lists and objects, as they are written; what is within one is not named again. */
  readonly values: readonly string[];
  /** Why the search ended before the text did: a value that does not end, or whose brackets do not fit. */
  readonly fault: 'cut' | 'broken' | undefined;
  /** Thinking that was written into the text, without its tags. */
  readonly thinking: string;
  /** The text without the thinking. */
  readonly rest: string;
}

const TAG_AT_END = /<[^<]*>$/;
const NEXT = /[{[]|<(\/?)(think|thinking|thought|reasoning)>/gi;

/**
 * Finds the lists and objects in the text of a model. Thinking between tags is taken apart first, and so is everything
 * before a closing tag that has no opening one, because some templates write the opening one into the prompt; thinking
 * that does not end goes to the end of the text. Tags within the strings of a value are text.
 */
export function findJson(text: string): FoundJson {
  let values: string[] = [];
  let thinking = '';
  let rest = '';
  let at = 0;
  let fault: FoundJson['fault'];
  const next = new RegExp(NEXT);
  while (fault === undefined) {
    next.lastIndex = at;
    const match = next.exec(text);
    if (match === null) break;
    const [found, slash, name] = match;
    const after = match.index + found.length;
    rest += text.slice(at, match.index);
    at = match.index;
    if (name === undefined) {
      const value = readBalancedJson(text, at);
      if (value.state === 'whole') {
        values.push(text.slice(at, value.end));
        rest += text.slice(at, value.end);
        at = value.end;
      } else if (value.state === 'thought') {
        thinking = rest + text.slice(at, value.end).replace(TAG_AT_END, '') + thinking;
        rest = '';
        values = [];
        at = value.end;
      } else fault = value.state;
    } else if (slash === '') {
      const closing = new RegExp(`</${name}>`, 'gi');
      closing.lastIndex = after;
      const end = closing.exec(text)?.index ?? text.length;
      thinking += text.slice(after, end);
      at = Math.min(end + found.length + 1, text.length);
    } else {
      thinking = rest + thinking;
      rest = '';
      values = [];
      at = after;
    }
  }
  return { values, fault, thinking, rest: rest + text.slice(at) };
}
