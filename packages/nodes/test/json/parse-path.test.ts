import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath } from '../../src/json/parse-path.ts';
import { describeStep } from '../../src/json/path-step.ts';
import type { PathStep } from '../../src/json/path-step.ts';

const name = (text: string): PathStep => ({ kind: 'name', name: text });
const index = (number: number): PathStep => ({ kind: 'index', index: number });
const all: PathStep = { kind: 'all' };

describe('a path', () => {
  test.each<[string, PathStep[]]>([
    ['$', []],
    ['', []],
    ['a', [name('a')]],
    [' $.a.b ', [name('a'), name('b')]],
    ['.a', [name('a')]],
    ['a[0].b', [name('a'), index(0), name('b')]],
    ['[-1]', [index(-1)]],
    ['$[*].größe', [all, name('größe')]],
    ['items.0.first-name', [name('items'), name('0'), name('first-name')]],
    [`$["odd name"]['it''s']`.replace("''", "\\'"), [name('odd name'), name("it's")]],
    ['["a\\\\b"][ "" ]', [name('a\\b'), name('')]],
    ['constructor.__proto__', [name('constructor'), name('__proto__')]],
  ])('%s is read', (path, steps) => {
    expect(parsePath(path)).toEqual({ ok: true, steps });
  });

  test.each([
    ['a..b', 2],
    ['$.', 2],
    ['$a', 2],
    ['a b', 2],
    ['a.*', 2],
    ['a[', 2],
    ['a[1', 2],
    ['a[1:2]', 2],
    ['a[?(@.b)]', 2],
    ['a["b]', 2],
    ['*', 1],
    ['  $.a.b.', 6],
  ])('%s is refused and the place is named', (path, place) => {
    expect(parsePath(path)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`from character ${place} `),
    });
  });

  test('is the same when its steps are written out and read again', () => {
    const step = fc.oneof<fc.Arbitrary<PathStep>[]>(
      fc.string({ unit: 'binary' }).map(name),
      fc.integer({ min: -999_999_999, max: 999_999_999 }).map(index),
      fc.constant(all),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        // JSON writes control characters as escapes that paths do not have.
        fc.pre(
          !steps.some((one) => one.kind === 'name' && /\\[bfnrtu]/.test(JSON.stringify(one.name))),
        );
        expect(parsePath(steps.map(describeStep).join(''))).toEqual({ ok: true, steps });
      }),
    );
  });

  test('is read or refused whatever it is', () => {
    const unit = fc.constantFrom('$', '.', '[', ']', '*', '"', "'", '\\', 'a', '1', '-', ' ', '\n');
    fc.assert(
      fc.property(fc.string({ unit }), (path) => {
        expect(parsePath(path)).toHaveProperty('ok');
      }),
    );
  });
});
