type Schema = Readonly<Record<string, unknown>>;

/** What the daemon hands on about an argument. */
const HANDED_ON = new Set([
  'type',
  'anyOf',
  'items',
  'description',
  'enum',
  'properties',
  'required',
]);

const words: Readonly<Record<string, (value: string) => string>> = {
  default: (value) => `Default: ${value}.`,
  examples: (value) => `Examples: ${value}.`,
  format: (value) => `Format: ${value.replace(/^"(.*)"$/, '$1')}.`,
  pattern: (value) => `Must match the pattern ${value}.`,
  minimum: (value) => `At least ${value}.`,
  maximum: (value) => `At most ${value}.`,
  exclusiveMinimum: (value) => `More than ${value}.`,
  exclusiveMaximum: (value) => `Less than ${value}.`,
  multipleOf: (value) => `A multiple of ${value}.`,
  minLength: (value) => `Characters: at least ${value}.`,
  maxLength: (value) => `Characters: at most ${value}.`,
  minItems: (value) => `Items: at least ${value}.`,
  maxItems: (value) => `Items: at most ${value}.`,
  minProperties: (value) => `Members: at least ${value}.`,
  maxProperties: (value) => `Members: at most ${value}.`,
};

/** Says in words what a schema asks beyond the keywords that the daemon hands on; `''` when nothing. */
export function describeConstraints(schema: Schema): string {
  const sentences: string[] = [];
  const others: [string, unknown][] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (HANDED_ON.has(keyword) || keyword === 'title') continue;
    if (Object.hasOwn(words, keyword)) {
      sentences.push(words[keyword]?.(JSON.stringify(value)) ?? '');
    } else if (keyword === 'uniqueItems') {
      if (value === true) sentences.push('No item twice.');
    } else if (keyword !== 'additionalProperties') {
      others.push([keyword, value]);
    } else if (value === false) {
      sentences.push('No other members.');
    } else if (value !== true) {
      sentences.push(`Other members follow the JSON Schema ${JSON.stringify(value)}.`);
    }
  }
  if (others.length > 0) {
    sentences.push(`Follows the JSON Schema ${JSON.stringify(Object.fromEntries(others))}.`);
  }
  return sentences.join(' ');
}
