import { createNodeRegistry, workflowParameters } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import { expect, test } from 'vitest';
import { recordNode } from '../run-node.ts';

const image = {
  type: 'image',
  hash: `sha256:${'a'.repeat(64)}`,
  mimeType: 'image/png',
  sizeBytes: 68,
};

test.each([
  ['nodetool.input.Text', 'hello'],
  ['nodetool.input.Text', ''],
  ['nodetool.input.Number', 0],
  ['nodetool.input.Image', image],
])('%s gives %o on', async (type, value) => {
  expect((await recordNode(type, { name: 'x', value })).outputs).toEqual({ value });
});

test('Text without a value gives the empty text', async () => {
  expect((await recordNode('nodetool.input.Text', {})).outputs).toEqual({ value: '' });
});

test('input nodes are the parameters of a workflow', () => {
  const data = { name: 'question', description: 'What to ask', value: 'Why?' };
  const nodes = [{ id: '1', type: 'nodetool.input.Text', data }];
  const registry = createNodeRegistry(nodePack);
  expect(workflowParameters({ graph: { nodes, edges: [] } }, registry)).toEqual([
    {
      name: 'question',
      nodeId: '1',
      type: { kind: 'text' },
      description: 'What to ask',
      value: 'Why?',
    },
  ]);
});
