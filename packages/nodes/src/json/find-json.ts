/** The JSON value of a text, or that there is none. */
export type FoundJson =
  | { readonly found: true; readonly value: unknown }
  | { readonly found: false };

/**
 * Characters that may be looked at in search of brackets that close. An answer needs its own length once or twice;
 * text made of open brackets alone would need the square of it.
 */
const MOST_STEPS = 10_000_000;

/**
 * Reads JSON as models write it: the whole text; else the first fenced block (three backticks) that is JSON; else the
 * first object or list whose brackets close and that is JSON, whatever stands around it.
 */
export function findJson(text: string): FoundJson {
  const whole = parse(text);
  if (whole.found) return whole;
  for (const [, block = ''] of text.matchAll(/```[^\n`]*\n(.*?)```/gs)) {
    const fenced = parse(block);
    if (fenced.found) return fenced;
  }
  return findBalanced(text);
}

function findBalanced(text: string): FoundJson {
  let steps = 0;
  for (const { index } of text.matchAll(/[{[]/g)) {
    const end = closingBracket(text, index);
    steps += (end ?? text.length) - index;
    if (steps > MOST_STEPS) break;
    if (end === undefined) continue;
    const part = parse(text.slice(index, end + 1));
    if (part.found) return part;
  }
  return { found: false };
}

/** Where the bracket at `start` closes; brackets inside of strings do not count. */
function closingBracket(text: string, start: number): number | undefined {
  const awaited: string[] = [];
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') awaited.push('}');
    else if (character === '[') awaited.push(']');
    else if (character === '}' || character === ']') {
      if (awaited.pop() !== character) return undefined;
      if (awaited.length === 0) return index;
    }
  }
  return undefined;
}

function parse(text: string): FoundJson {
  try {
    return { found: true, value: JSON.parse(text) };
  } catch {
    return { found: false };
  }
}
