import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaration } from '../../src/data/json-path/declare.ts';
import { followPath } from '../../src/json/follow-path.ts';
import { parsePath } from '../../src/json/parse-path.ts';
import { recordNode } from '../run-node.ts';

const json = {
  title: 'Soup',
  steps: [{ name: 'cut', minutes: 5 }, { name: 'cook', minutes: 30 }, { note: 'serve' }],
  none: null,
  empty: [],
  '0': 'zero',
};

const pick = (data: Readonly<Record<string, unknown>>) =>
  recordNode('nodetool.data.JsonPath', { json, ...data });

describe('JsonPath', () => {
  test.each([
    ['$', json],
    ['title', 'Soup'],
    ['$.steps[0].name', 'cut'],
    ['steps[-1].note', 'serve'],
    ['steps.1.minutes', 30],
    ['["0"]', 'zero'],
    ['none', null],
    ['steps[*].name', ['cut', 'cook']],
    ['steps[*].note', ['serve']],
    ['steps[1][*]', ['cook', 30]],
    ['empty[*]', []],
    ['empty[*].name', []],
  ])('%s leads to %o', async (path, value) => {
    expect((await pick({ path })).outputs).toEqual({ value });
  });

  test.each([
    ['titel', 'titel: step 1 (.titel): the object has only 0, title, steps, none, empty.'],
    ['steps[3]', 'steps[3]: step 2 ([3]): the list has 3 items.'],
    ['steps[-4]', 'steps[-4]: step 2 ([-4]): the list has 3 items.'],
    [
      'steps.name',
      'steps.name: step 2 (.name): there is a list of 3; pick an item with [0] or all with [*].',
    ],
    ['title.x', 'title.x: step 2 (.x): text holds no further values.'],
    ['none.x', 'none.x: step 2 (.x): null holds no further values.'],
    ['steps[0].minutes[*]', 'steps[0].minutes[*]: step 4 ([*]): a number holds no further values.'],
    ['steps[*].price', 'steps[*].price: step 3 (.price): the object has only name, minutes.'],
    ['[0]', '[0]: step 1 ([0]): the object has only 0, title, steps, none, empty.'],
    [
      'constructor',
      'constructor: step 1 (.constructor): the object has only 0, title, steps, none, empty.',
    ],
    [
      'steps.length',
      'steps.length: step 2 (.length): there is a list of 3; pick an item with [0] or all with [*].',
    ],
  ])('%s says which step failed', async (path, message) => {
    expect((await pick({ path })).error).toMatchObject({ code: 'NODE_INPUT_INVALID', message });
  });

  test('gives the fallback instead of failing, also null', async () => {
    expect((await pick({ path: 'x', fallback: 'none' })).outputs).toEqual({ value: 'none' });
    expect((await pick({ path: 'x', fallback: null })).outputs).toEqual({ value: null });
    expect((await pick({ json: 'no JSON', fallback: 0 })).outputs).toEqual({ value: 0 });
  });

  test('reads the answer of a model', async () => {
    const answer = 'Here it is:\n```json\n{"name": "Ada"}\n```';
    expect((await pick({ json: answer, path: 'name' })).outputs).toEqual({ value: 'Ada' });
  });

  test('says when there is no JSON in the text', async () => {
    const { error } = await pick({ json: 'Sorry, no.', path: 'name' });
    expect(error?.message).toBe('name: there is no JSON in the text.');
    expect(error?.hint).toContain('fallback');
  });

  test('names a few of very many keys', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`k${at}`, at]));
    const { error } = await pick({ json: many, path: 'x' });
    expect(error?.message).toContain('k9 and 10 more.');
  });

  test('refuses a wrong path as a setting, before anything runs', () => {
    const checked = declaration.props.safeParse({ path: 'a..b' });
    expect(checked.error?.issues).toMatchObject([
      { path: ['path'], message: expect.stringContaining('character 2') },
    ]);
  });
});

describe('any path into any JSON', () => {
  const names = fc.oneof(
    fc.constantFrom('constructor', 'prototype', '__proto__', 'toString', 'length', 'a', '0'),
    fc.string(),
  );
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 0 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: false }),
    ),
  })).value;

  test('leads to a value of the JSON or to an error of ours', async () => {
    const path = fc
      .array(
        fc.oneof(
          names.map((name) => `[${JSON.stringify(name)}]`),
          fc.constantFrom('[*]', '[0]', '[-1]', '.a', '..'),
        ),
      )
      .map((steps) => steps.join(''));
    await fc.assert(
      fc.asyncProperty(value, path, async (any, steps) => {
        fc.pre(parsePath(steps).ok && any !== null);
        // JSON text and back: what the node may get, without undefined and -0.
        const plain: unknown = JSON.parse(JSON.stringify(any));
        const data = { json: plain, path: steps };
        const { outputs, error } = await recordNode('nodetool.data.JsonPath', data);
        const given = error ? plain : outputs['value'];
        expect(JSON.parse(JSON.stringify(given))).toEqual(given);
        expect(error === undefined).toBe('value' in outputs);
      }),
    );
  });

  test('never leads to anything that JSON does not hold itself', () => {
    fc.assert(
      fc.property(value, fc.array(names, { minLength: 1 }), (any, path) => {
        const steps = path.map((name) => ({ kind: 'name', name }) as const);
        const followed = followPath(any, steps);
        let own: readonly unknown[] = [any];
        for (const name of path) own = own.flatMap((holder) => ownValues(holder, name));
        expect(followed.found ? [followed.value] : []).toEqual(own);
      }),
    );
  });
});

/** The value that JSON itself holds under a name, in a list of one, or none. */
function ownValues(holder: unknown, name: string): readonly unknown[] {
  if (typeof holder !== 'object' || holder === null) return [];
  if (Array.isArray(holder) && name === 'length') return [];
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) =>
    key === name ? [value] : [],
  );
}
