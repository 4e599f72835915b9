import { describe, expect, test } from 'vitest';
import { repairJson } from '../../src/structured/repair-json.ts';

describe('broken JSON', () => {
  test.each([
    [`{'a': 'it\\'s', "b": True, c: None, 'd': False,}`, { a: "it's", b: true, c: null, d: false }],
    ['[1, .5, -2., 1e3, -0.5E-1,]', [1, 0.5, -2, 1000, -0.05]],
    ['{"a": "two\nlines\t"}', { a: 'two\nlines\t' }],
    ['{“a”: “b "c"”}', { a: 'b "c"' }],
    ['{"a": "\\u0041\\/\\n\\"", /* x */ b: [] // y\n}', { a: 'A/\n"', b: [] }],
    ['{"a": ["["], "b": "{", }', { a: ['['], b: '{' }],
    ['{"a": 1\n"b": {"c": 2}\n"d": "e"}', { a: 1, b: { c: 2 }, d: 'e' }],
    ['{a: b, "c": 007}', { a: 'b', c: '007' }],
    ['{true: 1, constructor: 2, "__proto": 3}', { true: 1, constructor: 2, __proto: 3 }],
  ])('%s is mended', (text, value) => {
    expect(repairJson(text)).toEqual({ value });
  });

  test.each([
    '{"a": 1',
    '{"a": 1} ',
    '{"a": 1}}',
    '{"a": [1}',
    '{"a": "b}',
    '{"a": }',
    '{"a"}',
    '{"a": undefined}',
    '{"a": NaN}',
    '[-Infinity]',
    '[1, 2, ...]',
    '[1, 2 /* … */]',
    '[1 234]',
    '["a" "b"]',
    "['''a''']",
    '["a" + "b"]',
    '[1,,2]',
    '["\\x"]',
    '["\\u12"]',
    '["C:\\new folder\\d"]',
    '[1e]',
    '[-]',
    '{"a": 1 2}',
    '{"a" 1}',
    '{a b: 1}',
    '{"a": ObjectId("1")}',
    'f({"a": 1})',
    '42',
    '',
  ])('%s is left alone', (text) => {
    expect(repairJson(text)).toBeUndefined();
  });

  test('brackets without end, and more levels than anybody asks for', () => {
    expect(repairJson('['.repeat(100_000))).toBeUndefined();
    expect(repairJson(`${'['.repeat(100_000)}1,${']'.repeat(100_000)}`)).toBeUndefined();
  });
});
