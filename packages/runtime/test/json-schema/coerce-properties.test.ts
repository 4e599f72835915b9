import { coerceJson, validateJson } from '@nodetool-ai/runtime';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples } from './schema-arbitrary.ts';

test('a value that follows its schema is left as it is', () => {
  fc.assert(
    fc.property(samples, ({ schema, value }) => {
      expect(validateJson(schema, value)).toEqual([]);
      expect(coerceJson(schema, value)).toEqual({ value, changes: [] });
    }),
  );
});

test('numbers and truth values that became text become again what they were', () => {
  fc.assert(
    fc.property(samples, ({ schema, value, asText }) => {
      expect(JSON.stringify(coerceJson(schema, asText).value)).toBe(JSON.stringify(value));
    }),
  );
});

test('whatever the value is, it is not changed itself, and what was converted is not converted again', () => {
  fc.assert(
    fc.property(samples, fc.jsonValue(), ({ schema }, value) => {
      const before = JSON.stringify(value);
      const { value: coerced, changes } = coerceJson(schema, value);
      expect(JSON.stringify(value)).toBe(before);
      expect(changes.length > 0 || coerced === value).toBe(true);
      expect(coerceJson(schema, coerced).changes).toEqual([]);
    }),
  );
});
