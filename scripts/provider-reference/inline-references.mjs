const REFERENCE = /\{@link (\w+)\}|\b[Ss]ee `?([A-Za-z]\w*)`?/g;

const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** `A; see b.` or `See b.`: everything else that is to be said is said of `b`. */
const WHOLLY = /^(?:([\s\S]*?)[;,.]\s+)?[Ss]ee (?:\{@link (\w+)\}|`?(\w+)`?)\.$/;

/**
 * The text of a doc comment with its references for the page: what is on the page becomes `{@link name}`, and where a
 * text ends with `see name.` for what is not, the words of that are put there.
 */
export function inlineReferences(text, context) {
  const { path, find, isOnPage } = context;
  const whole = WHOLLY.exec(text);
  const target = whole && find(whole[2] ?? whole[3], path);
  if (target && !isOnPage(target)) {
    const doc = target.declarations.find((declaration) => declaration.doc)?.doc ?? '';
    const words = inlineReferences(doc, { ...context, path: target.path });
    // Both begin with the same words when they say the same thing, one of them at more length.
    const beginning = whole[1]?.split(/\W+/).slice(0, 2).join(' ') ?? '';
    return words.startsWith(beginning) ? words : `${whole[1]}. ${capitalised(words)}`;
  }
  return text.replaceAll(REFERENCE, (all, linked, named) => {
    const found = find(linked ?? named, path);
    if (!found) return all;
    return isOnPage(found)
      ? all
          .replace(`{@link ${linked}}`, linked)
          .replace(linked ?? named, `{@link ${linked ?? named}}`)
          .replaceAll('`', '')
      : all;
  });
}

/** Names of functions and types that a text sends its reader to, though they are not on the page. */
export function lostReferences(text, { path, find, isOnPage }) {
  return [...text.matchAll(REFERENCE)]
    .map((match) => match[1] ?? match[2])
    .filter((name) => {
      const found = find(name, path);
      return found && !isOnPage(found);
    });
}
