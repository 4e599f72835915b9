import * as fc from 'fast-check';

/** A JSON Schema, a value that follows it, and the same value with every number and truth value as text. */
export interface Sample {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly value: unknown;
  readonly asText: unknown;
}

const NASTY = [
  '</think>',
  '<think>',
  '```',
  '{"a": 1}',
  '[',
  '// ...',
  '/* x',
  "it's",
  '“x”',
  '…',
  '\u2028',
  '"',
  '\\',
  '\\n',
  'True',
  '30',
  ',}',
];

const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom(...NASTY),
);

function scalar(
  type: string,
  values: fc.Arbitrary<string | number | boolean>,
): fc.Arbitrary<Sample> {
  return values.map((value) => ({
    schema: { type },
    value,
    asText: typeof value === 'string' ? value : String(value),
  }));
}

const scalars = fc.oneof(
  scalar('string', text),
  scalar('integer', fc.maxSafeInteger()),
  scalar(
    'number',
    fc.double({ min: -1e15, max: 1e15, noNaN: true }).filter((value) => !Object.is(value, -0)),
  ),
  scalar('boolean', fc.boolean()),
  fc.constant({ schema: { type: 'null' }, value: null, asText: null }),
  text.map((value) => ({ schema: { enum: ['other', value] }, value, asText: value })),
);

const { node } = fc.letrec<{ node: Sample; list: Sample; object: Sample }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('node'), { maxLength: 4 }).map((items) => ({
    schema: {
      type: 'array',
      ...(items.length > 0 ? { prefixItems: items.map(({ schema }) => schema) } : {}),
      items: false,
    },
    value: items.map(({ value }) => value),
    asText: items.map(({ asText }) => asText),
  })),
  object: fc
    .uniqueArray(fc.tuple(text, tie('node')), { maxLength: 4, selector: ([name]) => name })
    // ajv passes over rules for this name.
    .map((members) => members.filter(([name]) => name !== '__proto__'))
    .map((members) => {
      const pick = (key: keyof Sample) =>
        Object.fromEntries(members.map(([name, member]) => [name, member[key]]));
      return {
        schema: {
          type: 'object',
          properties: pick('schema'),
          required: members.map(([name]) => name),
          additionalProperties: false,
        },
        value: pick('value'),
        asText: pick('asText'),
      };
    }),
}));

/** Lists and objects with a schema that they follow. */
export const samples: fc.Arbitrary<Sample> = node.filter(
  ({ value }) => typeof value === 'object' && value !== null,
);
