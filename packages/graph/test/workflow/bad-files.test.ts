import { isNodetoolError, parseWorkflow } from '@nodetool-ai/graph';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const errorOf = (text: string): unknown => {
  try {
    parseWorkflow(text);
  } catch (error) {
    return error;
  }
  return undefined;
};
const graph = (nodes: unknown, edges: unknown = []) => JSON.stringify({ graph: { nodes, edges } });

test.each([
  ['no JSON', '{', 'WORKFLOW_NOT_JSON', /JSON/],
  ['a list', '[]', 'WORKFLOW_INVALID', /^workflow: /],
  ['nothing', 'null', 'WORKFLOW_INVALID', /^workflow: /],
  ['no graph', '{"name":"x"}', 'WORKFLOW_INVALID', /^graph: /],
  ['nodes that are no list', graph({}), 'WORKFLOW_INVALID', /^nodes: /],
  [
    'a node without a type',
    graph([{ id: 'a', type: 'x.Y' }, { id: 'b' }]),
    'WORKFLOW_INVALID',
    /^nodes\[1\]\.type: /,
  ],
  [
    'an empty id',
    graph([{ id: '', type: 'x.Y' }]),
    'WORKFLOW_INVALID',
    /^nodes\[0\]\.id: must not be empty/,
  ],
  [
    'data that is no object',
    graph([{ id: 'a', type: 'x.Y', data: 7 }]),
    'WORKFLOW_INVALID',
    /^nodes\[0\]\.data: /,
  ],
  [
    'an edge without a target',
    graph([], [{ source: 'a', sourceHandle: 'b', targetHandle: 'c' }]),
    'WORKFLOW_INVALID',
    /^edges\[0\]\.target: /,
  ],
  [
    'a later format',
    '{"formatVersion":99,"graph":{"nodes":[],"edges":[]}}',
    'WORKFLOW_TOO_NEW',
    /99/,
  ],
  [
    'a key that reaches the prototype',
    '{"graph":{"nodes":[{"id":"a","type":"x.Y","data":{"a":[{"__proto__":1}]}}],"edges":[]}}',
    'WORKFLOW_INVALID',
    /data\.a\[0\]\.__proto__: /,
  ],
  [
    'the same by its constructor',
    '{"constructor":{"prototype":{}},"graph":{"nodes":[],"edges":[]}}',
    'WORKFLOW_INVALID',
    /^constructor: /,
  ],
  [
    'endless nesting',
    `{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
    'WORKFLOW_INVALID',
    /levels deep/,
  ],
])('%s is refused with its place', (_name, text, code, message) => {
  expect(errorOf(text)).toMatchObject({ code, message: expect.stringMatching(message) });
});

test('every mistake is in the details, not only the first', () => {
  expect(errorOf(graph([{ id: '' }, { id: 'b' }]))).toMatchObject({
    details: { issues: expect.objectContaining({ length: 3 }) },
  });
});

test('a plain key named constructor is an ordinary word', () => {
  expect(
    errorOf(graph([{ id: 'a', type: 'x.Y', data: { constructor: 'Mansart' } }])),
  ).toBeUndefined();
});

test('whatever the text, only errors of ours are thrown', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => graph(value, value)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const error = errorOf(text);
      expect(error === undefined || isNodetoolError(error)).toBe(true);
    }),
  );
});
