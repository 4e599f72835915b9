/** The characters that readers ask for, as UTF-16 units. */
export const character = {
  tab: 0x09,
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  doubleQuote: 0x22,
  singleQuote: 0x27,
  openParenthesis: 0x28,
  closeParenthesis: 0x29,
  asterisk: 0x2a,
  comma: 0x2c,
  minus: 0x2d,
  colon: 0x3a,
  semicolon: 0x3b,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  backtick: 0x60,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  tilde: 0x7e,
} as const;

/** True for blanks within a line. A carriage return only ever stands before a newline. */
export function isBlank(unit: number): boolean {
  return unit === character.space || unit === character.tab || unit === character.carriageReturn;
}

/** True for blanks and newlines. */
export function isSpace(unit: number): boolean {
  return unit === character.newline || isBlank(unit);
}

/** True for `0` to `9`. */
export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** True for letters and the underscore; everything beyond ASCII counts as a letter. */
export function isLetter(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    unit === 0x5f ||
    unit >= 0x80
  );
}
