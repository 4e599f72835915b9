const OPENING = new Map([
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
]);
const CLOSING = new Set(OPENING.values());
const BLOCK = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|class|namespace|enum)\b/;

/** Where the text, the comment or the character that begins at `start` ends. */
export function endOfToken(text, start) {
  const character = text[start];
  if (text.startsWith('/*', start)) return text.indexOf('*/', start) + 2;
  if (text.startsWith('//', start)) {
    const end = text.indexOf('\n', start);
    return end === -1 ? text.length : end;
  }
  if (text.startsWith('=>', start)) return start + 2;
  if (character !== "'" && character !== '"' && character !== '`') return start + 1;
  let end = start + 1;
  while (end < text.length && text[end] !== character) end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

/** Calls `visit(token, start, depth)` for each token outside of brackets, angle brackets too where asked. */
export function scanOutside(text, visit, { start = 0, angles = false } = {}) {
  let depth = 0;
  for (let index = start; index < text.length;) {
    const end = endOfToken(text, index);
    const token = text.slice(index, end);
    const closes = CLOSING.has(token) || (angles && token === '>');
    if (closes) depth -= 1;
    if (depth <= 0 && visit(token, index) === false) return index;
    if (OPENING.has(token) || (angles && token === '<')) depth += 1;
    index = end;
  }
  return text.length;
}

/** Splits at a separator that stands outside of all brackets, and trims the parts; empty parts are left out. */
export function splitOutside(text, separator) {
  const parts = [];
  let begin = 0;
  scanOutside(
    text,
    (token, index) => {
      if (token !== separator) return;
      parts.push(text.slice(begin, index));
      begin = index + 1;
    },
    { angles: true },
  );
  parts.push(text.slice(begin));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function endOfStatement(text, start) {
  const isBlock = BLOCK.test(text.slice(start, start + 80));
  let end = text.length;
  scanOutside(
    text,
    (token, index) => {
      if (token !== ';' && !(isBlock && token === '}')) return;
      end = index + 1;
      return false;
    },
    { start, angles: isBlock },
  );
  return end;
}

/**
 * The statements of a declaration file, or the members within the braces of an interface, a class or an object type:
 * `{ doc, text }`, where `doc` is the doc comment right before it, as it is written, or undefined.
 */
export function splitStatements(text) {
  const statements = [];
  let doc;
  for (let index = 0; index < text.length;) {
    if (/\s/.test(text[index])) {
      index += 1;
    } else if (text.startsWith('/*', index) || text.startsWith('//', index)) {
      const end = endOfToken(text, index);
      const comment = text.slice(index, end);
      if (comment.startsWith('/**')) doc = comment;
      index = end;
    } else {
      const end = endOfStatement(text, index);
      statements.push({ doc, text: text.slice(index, end).replace(/;$/, '').trim() });
      doc = undefined;
      index = end;
    }
  }
  return statements;
}
