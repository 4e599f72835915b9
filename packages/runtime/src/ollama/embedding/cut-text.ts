/** How far back a space is looked for, so that no word is cut in two; in a short beginning only an eighth of it. */
const MOST_BACK = 40;
const SHARE_BACK = 1 / 8;

/**
 * The beginning of a text, at most so many characters (of JavaScript: some letters and most emoji count two): up to a
 * space where one is near, and never with half of a character at its end.
 */
export function cutText(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const isHalved =
    /[\uD800-\uDBFF]/.test(text.charAt(mostCharacters - 1)) &&
    /[\uDC00-\uDFFF]/.test(text.charAt(mostCharacters));
  const end = isHalved ? mostCharacters - 1 : mostCharacters;
  const earliest = end - Math.min(MOST_BACK, Math.floor(end * SHARE_BACK));
  for (let border = end; border >= earliest; border -= 1) {
    if (/\s/.test(text.charAt(border))) return text.slice(0, border);
  }
  return text.slice(0, end);
}
