import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJson } from '../../src/json/find-json.ts';

describe('JSON in a text', () => {
  test.each([
    ['alone', ' {"a": 1}\n', { a: 1 }],
    ['a number alone', '42', 42],
    ['in a fence', 'Here [you] are:\n```json\n{"a": [1]}\n```\nBye {}', { a: [1] }],
    ['in a fence without a language', '```\n[1, 2]\n```', [1, 2]],
    ['in the second fence', '```sh\nls\n```\n```json\n{"a":1}\n```', { a: 1 }],
    ['in prose', 'The answer is {"a": 1}, I think.', { a: 1 }],
    ['after brackets that are no JSON', 'As [said] {above}: {"a": 1}', { a: 1 }],
    ['after a bracket that never closes', 'Look [here: {"a": 1}', { a: 1 }],
    ['inside of brackets that are no JSON', '[see {"a": 1}]', { a: 1 }],
    ['with brackets and quotes in strings', 'So {"a": "}]\\"{"} it is', { a: '}]"{' }],
    ['with braces in a fence that stays open', '```json\n{"a": 1}', { a: 1 }],
    ['twice: the first counts', '{"a": 1} {"b": 2}', { a: 1 }],
  ])('is found %s', (_case, text, value) => {
    expect(findJson(text)).toEqual({ found: true, value });
  });

  test.each(['', 'no', '{', '[1, 2', '{]}', '{a: 1}', '"', '```json\n```'])(
    'is not found in %s',
    (text) => {
      expect(findJson(text)).toEqual({ found: false });
    },
  );

  test('is found whatever stands around it', () => {
    const prose = fc.string({ unit: 'binary' }).filter((text) => !/[{}[\]"`]/.test(text));
    const json = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));
    fc.assert(
      fc.property(prose, json, prose, (before, value, after) => {
        fc.pre(before.trim() !== '' || after.trim() !== '');
        const text = JSON.stringify(value);
        const found = findJson(`${before}${text}${after}`);
        expect(found).toEqual({ found: true, value: JSON.parse(text) });
      }),
    );
  });

  test('is looked for in any text without an exception', () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', '`', '\n', '1'),
    });
    fc.assert(
      fc.property(text, (any) => {
        expect(findJson(any)).toHaveProperty('found');
      }),
    );
  });

  test('is given up in a long text of open brackets', () => {
    expect(findJson('['.repeat(100_000))).toEqual({ found: false });
  });
});
