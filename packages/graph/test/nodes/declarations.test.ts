import {
  createNodeRegistry,
  defineNode,
  describeNode,
  implementNode,
  port,
} from '@nodetool-ai/graph';
import type { InputsOf, NodeDeclaration, PropsOf } from '@nodetool-ai/graph';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { smallRegistry } from '../small-nodes.ts';

const good = {
  type: 'test.a.Good',
  version: 1,
  title: 'Good',
  description: 'Good.',
  inputs: {
    needed: { type: port.text, required: true },
    open: { type: port.number },
    many: { type: port.text, mode: 'stream' },
    given: { type: port.list(port.number), default: [1] },
  },
  outputs: { out: { type: port.text } },
  props: z.object({ count: z.int().min(1).default(3) }),
  needs: [],
  effects: 'pure',
} as const;

describe('a declaration', () => {
  test('is given back as it is', () => {
    expect(defineNode(good)).toBe(good);
  });

  test.each<[string, Partial<NodeDeclaration>]>([
    ['a type that is no path', { type: 'Good' }],
    ['no version', { version: 0 }],
    ['a name that is input and setting', { props: z.object({ needed: z.string() }) }],
    ['a name that reaches the prototype', { outputs: { constructor: { type: port.text } } }],
    ['a model setting that is none', { models: { model: { capability: 'completion' } } }],
    ['an input node without a name', { role: 'input' }],
  ])('with %s is refused', (_name, change) => {
    expect(() => defineNode({ ...good, ...change })).toThrow(
      expect.objectContaining({ code: 'NODE_FAILED' }),
    );
  });

  test('gives its code the right types', () => {
    type Inputs = InputsOf<typeof good>;
    expectTypeOf<Inputs['needed']>().toEqualTypeOf<string>();
    expectTypeOf<Inputs['open']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Inputs['many']>().toEqualTypeOf<AsyncIterable<string>>();
    expectTypeOf<Inputs['given']>().toEqualTypeOf<readonly number[]>();
    expectTypeOf<PropsOf<typeof good>>().toEqualTypeOf<{ count: number }>();
  });

  test('is plain data when it is described', () => {
    const description = describeNode(good);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(description.props).toMatchObject({
      properties: { count: { type: 'integer', minimum: 1, default: 3 } },
    });
  });
});

test('two packs may not bring the same node, and the list is in order', () => {
  const pack = { name: 'p', version: '1.0.0', nodes: [implementNode(good, async function* () {})] };
  expect(() => createNodeRegistry(pack, pack)).toThrow(
    expect.objectContaining({ code: 'NODE_FAILED' }),
  );
  expect(smallRegistry.list().map((node) => node.type)).toEqual([
    'test.a.Ask',
    'test.a.List',
    'test.a.Text',
  ]);
});
