const SPOKEN_CODE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\bCANCELLED\b|\bUSAGE\b/g;
const CODE = /`[^`]*`/g;

/** The words of a doc comment: paragraphs apart by an empty line, each on one line. */
export function readDoc(comment) {
  if (comment === undefined) return undefined;
  return comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' '))
    .join('\n\n');
}

/** Names in capitals with underscores that a text speaks of: error codes, variables and constants. */
export function namesInCapitals(text = '') {
  return [...new Set(text.match(SPOKEN_CODE) ?? [])];
}

/** Text without the parts that are set as code. */
export function withoutCode(text = '') {
  return text.replaceAll(CODE, '');
}

/**
 * Takes `Default X.` out of a text: `{ value, rest }`. The sentence is left out of the rest when it says nothing else;
 * `value` is undefined where the text names no default.
 */
export function takeDefault(text) {
  // Code is kept whole: its own full stops and colons end no sentence.
  const pieces = [];
  const masked = text.replaceAll(CODE, (code) => `⟦${pieces.push(code) - 1}⟧`);
  const restore = (part) => part.replace(/⟦(\d+)⟧/g, (_, index) => pieces[Number(index)]);
  const sentence = /(?:^|(?<=[.!?:;,(]\s|\())Default:? ((?:[^.:;]|[.:;](?!\s|$))+)([.:;]|$)/.exec(
    masked,
  );
  if (sentence) {
    const [whole, value, stop] = sentence;
    const isAlone = stop === '.' || stop === '';
    const rest = isAlone ? masked.replace(whole, '') : masked;
    return { value: restore(value.trim()), rest: restore(rest.replace(/ {2,}/g, ' ').trim()) };
  }
  const bracketed = /(⟦\d+⟧)[^⟦.]*\((?:the )?default\b/.exec(masked);
  return { value: bracketed ? restore(bracketed[1]) : undefined, rest: text };
}

/** Whether a text says what it means when something is not given. */
export function tellsOfAbsence(text = '') {
  return /\b(absent|undefined|missing|not (?:given|set|told|known)|without|did not|does not|left (?:out|to)|only (?:when|where|with|for|on|in)|none|when (?:it|one|the daemon|asked|there|known|told))\b/i.test(
    text,
  );
}

/** Whether a name or a text says in what a number is measured or counted. */
export function tellsOfUnit(name, text = '') {
  return (
    /(Ms|Bytes|Tokens|Characters|PerSecond|SecondsLeft|Count)$|^(seed|dimensions|index)$/.test(
      name,
    ) ||
    /\b(tokens?|milliseconds?|seconds?|ms|bytes?|characters?|texts?|requests?|hosts?|models?|items?|numbers?|length|place|logarithm|times|count(?:s|ed)?|from \d|\d to|between|percent|fraction)/i.test(
      text,
    )
  );
}
