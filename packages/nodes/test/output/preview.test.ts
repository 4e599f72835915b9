import { checkWire, port } from '@nodetool-ai/graph';
import { expect, test } from 'vitest';
import { declaration } from '../../src/output/preview/declare.ts';
import { recordNode } from '../run-node.ts';

test.each(['text', 0, false, [[0.5]], { name: 'x' }])('Preview gives %o on', async (value) => {
  expect((await recordNode('nodetool.output.Preview', { value })).outputs).toEqual({ value });
});

test('Preview takes the answer of a model as one text', () => {
  const { value } = declaration.inputs;
  expect(checkWire({ type: port.text, mode: 'stream' }, value).answer).toBe('yes');
});
