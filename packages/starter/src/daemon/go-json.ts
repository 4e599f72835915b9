import { ApiRefusal } from './api-refusal.ts';

/**
 * Reads the first JSON value of a body, as Ollama does; what follows it is not looked at. Throws ApiRefusal 400 with the
 * words of Ollama's decoder: `missing request body`, `unexpected EOF`, `invalid character 'x' …`.
 */
export function parseGoJson(text: string): unknown {
  if (text.trim() === '') throw new ApiRefusal(400, 'missing request body');
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const rest = /after JSON at position (\d+)/.exec(message)?.[1];
    if (rest !== undefined) return parseGoJson(text.slice(0, Number(rest)));
    throw new ApiRefusal(400, describe(text, message));
  }
}

function describe(text: string, message: string): string {
  if (/end of JSON input|Unterminated string/.test(message)) return 'unexpected EOF';
  const at = placeOf(text, message);
  const character = at === undefined ? undefined : text[at];
  if (character === undefined) return 'unexpected EOF';
  const quoted = `'${character === "'" ? String.raw`\'` : JSON.stringify(character).slice(1, -1)}'`;
  return `invalid character ${quoted} ${whereOf(message)}`;
}

function placeOf(text: string, message: string): number | undefined {
  const place = /position (\d+)/.exec(message)?.[1];
  if (place !== undefined) return Number(place);
  const token = /token '?([^' ]+)'?[,"]/.exec(message)?.[1];
  const found = token === undefined ? -1 : text.indexOf(token);
  return found === -1 ? 0 : found;
}

function whereOf(message: string): string {
  if (/property name/.test(message)) return 'looking for beginning of object key string';
  if (/after property value/.test(message)) return 'after object key:value pair';
  if (/after property name/.test(message)) return 'after object key';
  if (/after array element/.test(message)) return 'after array element';
  if (/string literal/.test(message)) return 'in string literal';
  return 'looking for beginning of value';
}
