import {
  applyParameters,
  readWorkflow,
  topologicalOrder,
  validateWorkflow,
  workflowParameters,
} from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallRegistry } from '../small-nodes.ts';

type Node = { id: string; type?: string; data?: object; ui_properties?: object };
const node = (id: string, type: string, data: object = {}): Node => ({
  id,
  type: `test.a.${type}`,
  data,
});
const edge = (from: string, to: string) => {
  const [source, sourceHandle] = from.split('.');
  const [target, targetHandle] = to.split('.');
  return { id: `${from}-${to}`, source, sourceHandle, target, targetHandle };
};
const workflow = (nodes: readonly Node[], edges: readonly object[] = []) =>
  readWorkflow({ graph: { nodes, edges } });
const issuesOf = (
  nodes: readonly Node[],
  edges: readonly object[] = [],
  facts?: () => ModelFacts | undefined,
) =>
  validateWorkflow(workflow(nodes, edges), smallRegistry, facts).map(
    ({ severity, code, path }) => `${severity} ${code} ${path}`,
  );

const ask = (data: object = {}) => node('ask', 'Ask', { prompt: 'x', model: 'm', ...data });

describe('a workflow', () => {
  test('without mistakes has no issues', () => {
    expect(
      issuesOf(
        [node('in', 'Text', { value: 'x' }), node('ask', 'Ask', { model: 'm' })],
        [edge('in.text', 'ask.prompt')],
      ),
    ).toEqual([]);
  });

  test.each([
    ['an id used twice', [ask(), ask()], [], 'error WORKFLOW_INVALID nodes[1].id'],
    [
      'an unknown type that is wired',
      [node('in', 'Text'), { id: 'u', type: 'x.Y' }],
      [edge('in.text', 'u.a')],
      'error NODE_TYPE_UNKNOWN nodes[1].type',
    ],
    [
      'an unknown type that stands alone',
      [{ id: 'u', type: 'x.Y' }],
      [],
      'warning NODE_TYPE_UNKNOWN nodes[0].type',
    ],
    [
      'a setting out of bounds',
      [ask({ temperature: 9 })],
      [],
      'error NODE_INPUT_INVALID nodes[0].data.temperature',
    ],
    [
      'a required input without a value',
      [ask({ prompt: '' })],
      [],
      'error NODE_INPUT_MISSING nodes[0].data.prompt',
    ],
    [
      'a value of another type',
      [ask({ image: 'x.png' })],
      [],
      'error NODE_INPUT_INVALID nodes[0].data.image',
    ],
    [
      'a name that does not exist',
      [ask({ promt: 'x' })],
      [],
      'warning NODE_INPUT_INVALID nodes[0].data.promt',
    ],
    [
      'a wire from nowhere',
      [ask()],
      [edge('gone.text', 'ask.prompt')],
      'error WORKFLOW_INVALID edges[0].source',
    ],
    [
      'a wire from a port that is not there',
      [node('in', 'Text'), ask()],
      [edge('in.nothing', 'ask.prompt')],
      'error WORKFLOW_INVALID edges[0].sourceHandle',
    ],
    [
      'a wire that does not fit',
      [node('in', 'Text'), ask()],
      [edge('in.text', 'ask.image')],
      'error WORKFLOW_INVALID edges[0].targetHandle',
    ],
    [
      'a stream into a single value',
      [ask(), node('l', 'List', { items: ['x'] })],
      [edge('ask.score', 'l.single')],
      'error WORKFLOW_INVALID edges[0].targetHandle',
    ],
    [
      'two wires into one value',
      [node('in', 'Text'), ask()],
      [edge('in.text', 'ask.prompt'), { ...edge('in.text', 'ask.prompt'), id: 'second' }],
      'error WORKFLOW_INVALID edges[1].targetHandle',
    ],
  ])('with %s says so and where', (_name, nodes, edges, expected) => {
    expect(issuesOf(nodes, edges)).toContain(expected);
  });

  test('may leave a model to the run', () => {
    expect(issuesOf([ask({ model: '' })], [])).toEqual([]);
  });

  test('may have several wires into one list', () => {
    expect(
      issuesOf(
        [node('in', 'Text'), node('l', 'List')],
        [edge('in.text', 'l.items'), { ...edge('in.text', 'l.items'), id: 'second' }],
      ),
    ).toEqual([]);
  });

  test('with a circle names the way round', () => {
    const nodes = [node('a', 'List'), node('b', 'List')];
    const issues = validateWorkflow(
      workflow(nodes, [edge('a.items', 'b.items'), edge('b.items', 'a.items')]),
      smallRegistry,
    );
    expect(issues).toMatchObject([
      { path: 'edges', message: expect.stringMatching(/a → b → a|b → a → b/) },
    ]);
  });

  test('with a model that cannot do it says what it can', () => {
    const tri = {
      tools: 'no',
      thinking: 'no',
      vision: 'no',
      loaded: 'no',
      fitsInMemory: 'unknown',
    } as const;
    const facts = (): ModelFacts => ({
      ...tri,
      provider: 'ollama',
      id: 'm',
      capabilities: ['embedding'],
      completion: 'no',
      embedding: 'yes',
    });
    expect(issuesOf([ask()], [], facts)).toEqual([
      'error MODEL_LACKS_CAPABILITY nodes[0].data.model',
    ]);
  });

  test('does not judge a bypassed node', () => {
    expect(issuesOf([{ ...ask({ prompt: '' }), ui_properties: { bypassed: true } }])).toEqual([]);
  });

  test('of thousands of nodes is checked in time that grows with it', () => {
    const nodes = Array.from({ length: 5000 }, (_, index) => node(`n${index}`, 'List'));
    const edges = nodes.slice(1).map((_, index) => edge(`n${index}.items`, `n${index + 1}.items`));
    expect(issuesOf(nodes, edges)).toEqual(['error NODE_INPUT_MISSING nodes[0].data.items']);
  });
});

describe('parameters', () => {
  const asking = workflow([
    node('in', 'Text', { name: 'question', value: 'old' }),
    node('other', 'Text'),
  ]);

  test('are the input nodes, by name or by id', () => {
    expect(workflowParameters(asking, smallRegistry)).toMatchObject([
      { name: 'question', value: 'old' },
      { name: 'other' },
    ]);
  });

  test('are put into a copy', () => {
    const frozen = Object.freeze({ ...asking });
    const changed = applyParameters(frozen, smallRegistry, { question: 7 });
    expect(changed.graph.nodes[0]?.data).toMatchObject({ name: 'question', value: '7' });
    expect(asking.graph.nodes[0]?.data).toMatchObject({ value: 'old' });
  });

  test('of an unknown name say which there are', () => {
    expect(() => applyParameters(asking, smallRegistry, { nothing: 1 })).toThrow(
      expect.objectContaining({ code: 'NODE_INPUT_INVALID', hint: 'It takes: question, other.' }),
    );
  });
});

test('an order has every source before its targets, and a circle is one', () => {
  const graphs = fc
    .integer({ min: 1, max: 12 })
    .chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }),
      ),
    );
  fc.assert(
    fc.property(graphs, ([size, pairs]) => {
      const ids = Array.from({ length: size }, (_, index) => `n${index}`);
      const links = pairs.map(([from, to]) => ({ source: `n${from}`, target: `n${to}` }));
      const result = topologicalOrder(ids, links);
      const has = (source?: string, target?: string) =>
        links.some((link) => link.source === source && link.target === target);
      const way = 'cycle' in result ? result.cycle : [];
      expect(way.every((id, index) => has(id, way[(index + 1) % way.length]))).toBe(true);
      const order = 'order' in result ? result.order : [];
      expect(order.length === size || way.length > 0).toBe(true);
      expect(
        'order' in result &&
          links.some(({ source, target }) => order.indexOf(source) >= order.indexOf(target)),
      ).toBe(false);
    }),
  );
});
