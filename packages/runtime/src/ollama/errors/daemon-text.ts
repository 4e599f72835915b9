/** Words of a daemon in a message: long enough for every text that Ollama is known to send. */
const MOST_CHARACTERS = 500;
/** Read before cutting, so that a path or key at the edge is not left half. */
const MOST_READ = 4000;

/** Folders of at least two steps, also with spaces in their names; not addresses, not the daemon's own routes. */
const POSIX_PATH =
  /(?<![\w:/.~])(?!\/(?:api|v1)\/)(?:\/[^\s/"'`()<>|,;]+(?: [^\s/"'`()<>|,;]+(?=\/))?){2,}\/?/g;
const HOME_PATH = /~\/[^\s"'`()<>|,;]+/g;
const WINDOWS_PATH =
  /(?<!\w)[A-Za-z]:\\(?:[^\\\s"'`<>|,;]+(?: [^\\\s"'`<>|,;]+)*\\)*[^\\\s"'`<>|,;]*/g;

/**
 * Makes words of a daemon fit to be shown: folders of its machine are nobody's business, and a broken daemon may send
 * anything of any length. At most 500 characters.
 */
export function showableText(text: string): string {
  const shown = text
    .slice(0, MOST_READ)
    .replaceAll(WINDOWS_PATH, '[path]')
    .replaceAll(POSIX_PATH, '[path]')
    .replaceAll(HOME_PATH, '[path]')
    .trim();
  return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}…` : shown;
}

/** Whether a body is a web page. */
export function isWebPage(body: string, contentType = ''): boolean {
  return /^text\/html\b/i.test(contentType) || /^\s*<(?:!doctype|html|head|body)\b/i.test(body);
}
