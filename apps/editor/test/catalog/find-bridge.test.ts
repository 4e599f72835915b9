import { checkWire, port } from '@nodetool-ai/graph';
import type { PortType } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { findBridge } from '../../src/catalog/find-bridge.ts';
import { describeType, NODES } from '../node-pack.ts';

function bridge(source: PortType, target: PortType): string | undefined {
  const found = findBridge(NODES, source, target);
  return found && `${found.input} → ${found.node.title} → ${found.output}`;
}

describe('between two types that do not fit', () => {
  test.each([
    ['an image', port.image, 'a text', port.text, 'image → Vision → text'],
    ['a text', port.text, 'embeddings', port.list(port.embedding()), 'text → Embed → embeddings'],
    ['an embedding', port.embedding(), 'a number', port.number, 'a → Similarity → score'],
  ])('%s becomes %s', (_from, source, _to, target, expected) => {
    expect(bridge(source, target)).toBe(expected);
  });

  test('a list of texts becomes one text by way of a model', () => {
    expect(bridge(port.list(port.image), port.text)).toBe('image → Vision → text');
  });

  test('nothing is found where no node is sure to help', () => {
    expect(bridge(port.text, port.image)).toBeUndefined();
    expect(bridge(port.number, port.boolean)).toBeUndefined();
    expect(findBridge([], port.image, port.text)).toBeUndefined();
  });
});

test('neither an input of the workflow nor a result is a bridge', () => {
  const ends = [describeType('output.Preview'), describeType('input.Text')];
  expect(findBridge(ends, port.text, port.any)).toBeUndefined();
  expect(findBridge(ends, port.image, port.text)).toBeUndefined();
});

test('both wires of every bridge are sure to fit', () => {
  const types = [port.text, port.number, port.image, port.embedding(), port.json, port.any];
  const all = types.flatMap((type) => [type, port.list(type)]);
  let bridges = 0;
  for (const source of all)
    for (const target of all) {
      const found = findBridge(NODES, source, target);
      if (found === undefined) continue;
      bridges += 1;
      const input = found.node.inputs[found.input] ?? { type: port.image };
      const output = found.node.outputs[found.output] ?? { type: port.image };
      const wires = [checkWire({ type: source }, input), checkWire(output, { type: target })];
      expect(wires.map(({ answer }) => answer)).toEqual(['yes', 'yes']);
    }
  expect(bridges).toBeGreaterThan(10);
});

test('an output that may be anything is no bridge', () => {
  const node = { ...describeType('data.JsonPath'), outputs: { value: { type: port.any } } };
  expect(findBridge([node], port.text, port.any)).toBeUndefined();
});
