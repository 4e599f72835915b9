import { checkWire, port } from '@nodetool-ai/graph';
import type { NodeDescription, PortDeclaration } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { whatFits } from '../../src/catalog/what-fits.ts';
import { describeType, NODES } from '../node-pack.ts';

const fitting = (open: PortDeclaration, side: 'output' | 'input') =>
  whatFits(NODES, open, side).map(({ node, port: name }) => `${node.title} ${name}`);

const nodeWith = (title: string, ports: Partial<NodeDescription>): NodeDescription => ({
  ...describeType('data.Similarity'),
  type: `test.${title}`,
  title,
  inputs: {},
  outputs: {},
  ...ports,
});

describe('from an output', () => {
  test('a text goes to what is made for text first, then to what takes anything', () => {
    expect(fitting({ type: port.text }, 'output')).toEqual([
      'Generate prompt',
      'Embed text',
      'Vision prompt',
      'JSON path json',
      'Preview value',
    ]);
  });

  test('what takes anything goes behind what is made for it, in any order of the nodes', () => {
    const turned = whatFits(NODES.toReversed(), { type: port.text }, 'output');
    expect(turned.map(({ node }) => node.title)).toEqual([
      'Vision',
      'Embed',
      'Generate',
      'Preview',
      'JSON path',
    ]);
  });

  test('an image goes to what sees', () => {
    expect(fitting({ type: port.image }, 'output')[0]).toBe('Vision image');
  });

  test('a wire that only the run can judge comes last, and is said', () => {
    const rows = whatFits(NODES, { type: port.json }, 'output');
    const answers = rows.map(({ fit }) => fit.answer);
    expect(answers).toEqual(answers.toSorted((left, right) => (left < right ? 1 : -1)));
    expect(answers).toContain('unknown');
    expect(answers[0]).toBe('yes');
  });

  test('never goes to an input of the workflow', () => {
    for (const type of [port.text, port.number, port.image, port.any])
      for (const { node } of whatFits(NODES, { type }, 'output'))
        expect(node.role).not.toBe('input');
  });

  test('that streams does not go where all but one value would be lost', () => {
    expect(fitting({ type: port.number, mode: 'stream' }, 'output')).not.toContain(
      'Generate prompt',
    );
    expect(fitting({ type: port.number }, 'output')).toContain('Generate prompt');
  });
});

describe('to an input', () => {
  test('a text comes from what gives text or is written as text, inputs of the workflow too', () => {
    const rows = fitting({ type: port.text }, 'input');
    for (const row of ['Generate text', 'Text input value', 'Template text'])
      expect(rows).toContain(row);
    expect(rows).not.toContain('Image input value');
    expect(rows.at(-1)).toBe('Preview value');
  });

  test('an image comes from an image, or from what may be one', () => {
    expect(fitting({ type: port.image }, 'input')).toEqual(['Image input value', 'Preview value']);
  });
});

test('each node is there once, by a port of the right side that fits', () => {
  for (const side of ['output', 'input'] as const) {
    const rows = whatFits(NODES, { type: port.text }, side);
    expect(new Set(rows.map(({ node }) => node)).size).toBe(rows.length);
    for (const { node, port: name, fit } of rows) {
      const declared = (side === 'output' ? node.inputs : node.outputs)[name];
      const open = { type: port.text };
      const wire = side === 'output' ? [open, declared ?? open] : [declared ?? open, open];
      expect(declared).toBeDefined();
      expect(fit).toEqual(checkWire(wire[0] ?? open, wire[1] ?? open));
      expect(fit.answer).not.toBe('no');
    }
  }
});

test('a port that is sure goes before one of the same node that is not', () => {
  const node = nodeWith('Two', {
    inputs: { sure: { type: port.list(port.json) }, number: { type: port.number } },
  });
  const [row] = whatFits([node], { type: port.json }, 'output');
  expect(row).toMatchObject({ port: 'sure', fit: { answer: 'yes' } });
  const turned = nodeWith('Turned', {
    inputs: { number: { type: port.number }, sure: { type: port.list(port.json) } },
  });
  expect(whatFits([turned], { type: port.json }, 'output')[0]).toMatchObject({ port: 'sure' });
});

test('an output is ranked by its own type, also when an input bears the same name', () => {
  const any = nodeWith('Any', {
    inputs: { value: { type: port.number } },
    outputs: { value: { type: port.json } },
  });
  const made = nodeWith('Made', {
    inputs: { value: { type: port.any } },
    outputs: { value: { type: port.number } },
  });
  const rows = whatFits([any, made], { type: port.json }, 'input');
  expect(rows.map(({ node }) => node.title)).toEqual(['Made', 'Any']);
});
