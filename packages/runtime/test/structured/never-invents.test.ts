import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readObject } from '../../src/structured/read-object.ts';
import { toObjectSchema } from '../../src/structured/object-schema.ts';
import { samples } from '../json-schema/schema-arbitrary.ts';

const PROSE = [
  "Here's what you asked for:\n",
  'Sure! ',
  'The answer (in JSON) is "this": ',
  '\n\nLet me know if it\'s right, or "wrong".',
  ' // done',
  '`',
];

interface Decoration {
  readonly hasComma: boolean;
  readonly hasFence: boolean;
  readonly before: string;
  readonly after: string;
  readonly thinking: string | undefined;
}

const decorations: fc.Arbitrary<Decoration> = fc.record({
  hasComma: fc.boolean(),
  hasFence: fc.boolean(),
  before: fc.constantFrom('', ...PROSE),
  after: fc.constantFrom('', ...PROSE),
  thinking: fc.option(
    fc
      .oneof(fc.string(), fc.constantFrom('{"a": [', 'So: {}', '[1]', "it's {"))
      .filter((text) => !text.includes('</')),
    { nil: undefined },
  ),
});

/** The text of an answer, and how long it must be for its value to be whole. */
function decorate(
  value: unknown,
  how: Decoration,
): { readonly text: string; readonly end: number } {
  let json = JSON.stringify(value);
  if (how.hasComma && json.length > 2) json = `${json.slice(0, -1)},${json.slice(-1)}`;
  const fence = how.hasFence ? '```json\n' : '';
  const thinking = how.thinking === undefined ? '' : `<think>${how.thinking}</think>\n`;
  const start = `${thinking}${how.before}${fence}${json}`;
  return { text: `${start}${how.hasFence ? '\n```' : ''}${how.after}`, end: start.length };
}

test('a value comes back exactly as it was, whatever stands around it', async () => {
  await fc.assert(
    fc.asyncProperty(samples, decorations, async ({ schema, value }, how) => {
      const reading = await readObject(decorate(value, how).text, toObjectSchema(schema), false);
      expect(reading).toMatchObject({ isUsable: true, changes: [] });
      const read = reading.isUsable ? JSON.stringify(reading.value) : reading.problem;
      expect(read).toBe(JSON.stringify(value));
    }),
    { numRuns: 300 },
  );
});

test('an answer that is cut gives no value before its value is whole, and no other after', async () => {
  await fc.assert(
    fc.asyncProperty(samples, decorations, fc.boolean(), async ({ schema, value }, how, wasCut) => {
      const { text, end } = decorate(value, how);
      const objectSchema = toObjectSchema(schema);
      for (let length = 0; length <= text.length; length += 1) {
        const reading = await readObject(text.slice(0, length), objectSchema, wasCut);
        if (!reading.isUsable) continue;
        expect(length).toBeGreaterThanOrEqual(end);
        expect(JSON.stringify(reading.value)).toBe(JSON.stringify(value));
      }
    }),
    { numRuns: 100 },
  );
});
