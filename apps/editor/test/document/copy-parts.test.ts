import { readWorkflow } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { copyParts, pasteParts } from '../../src/document/copy-parts.ts';
import type { Parts } from '../../src/document/copy-parts.ts';
import { addParts } from '../../src/document/edits.ts';
import { positionOf } from '../../src/document/node-view-data.ts';
import { plainNode, wire, workflowWith } from './small-workflows.ts';

const at = (x: number, y: number) => ({ ui_properties: { position: { x, y } } });

/** `a` feeds `b` feeds `c`. */
const row = workflowWith(
  [
    plainNode('a', { data: { prompt: 'Hi' }, ...at(100, 50) }),
    plainNode('b', { ui_properties: { position: { x: 400, y: 20 }, title: 'Middle' } }),
    plainNode('c', at(700, 80)),
  ],
  [wire('a.out to b.in'), wire('b.out to c.in')],
);
const HERE = { by: { x: 0, y: 0 } };

/** Copies nodes of the row and pastes them into it. */
function again(ids: readonly string[], place: Parameters<typeof pasteParts>[2] = HERE): Parts {
  const parts = pasteParts(copyParts(row, new Set(ids)), row, place);
  if (parts === undefined) throw new Error('what was copied could not be pasted');
  return parts;
}

const paste = (value: unknown) => pasteParts(JSON.stringify(value), row, HERE);

describe('what is copied', () => {
  test('is a workflow that any tab can read', () => {
    const { graph } = readWorkflow(JSON.parse(copyParts(row, new Set(['a', 'b']))));
    expect(graph).toEqual({
      nodes: row.graph.nodes.slice(0, 2),
      edges: [wire('a.out to b.in')],
    });
  });

  test('has no wires to what is not copied', () => {
    expect(readWorkflow(JSON.parse(copyParts(row, new Set(['b'])))).graph.edges).toEqual([]);
    expect(again(['a', 'c']).edges).toEqual([]);
  });
});

describe('what is pasted', () => {
  test('has new ids, and the wires between the copies', () => {
    const { nodes, edges } = again(['a', 'b', 'c']);
    const fresh = nodes.map(({ id }) => id);
    const old = row.graph.nodes.map(({ id }) => id);
    expect(new Set([...fresh, ...old]).size).toBe(6);
    const [first, second, third] = fresh;
    expect(edges).toMatchObject([
      { source: first, sourceHandle: 'out', target: second, targetHandle: 'in' },
      { source: second, sourceHandle: 'out', target: third, targetHandle: 'in' },
    ]);
    const edgeIds = [...edges, ...row.graph.edges].map(({ id }) => id);
    expect(new Set(edgeIds).size).toBe(4);
  });

  test('twice has new ids again', () => {
    const once = addParts(again(['a', 'b']).nodes)(row);
    const text = copyParts(row, new Set(['a', 'b']));
    const twice = pasteParts(text, once, HERE);
    const ids = [...once.graph.nodes, ...(twice?.nodes ?? [])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(7);
  });

  test('keeps settings and view, and shares nothing with what was copied', () => {
    const [a, b] = again(['a', 'b']).nodes;
    expect(a?.data).toEqual({ prompt: 'Hi' });
    expect(b?.ui_properties?.['title']).toBe('Middle');
    expect(a?.data).not.toBe(row.graph.nodes[0]?.data);
  });

  test('is shifted by a distance', () => {
    const { nodes } = again(['a', 'b'], { by: { x: 32, y: -8 } });
    expect(nodes.map(positionOf)).toEqual([
      { x: 132, y: 42 },
      { x: 432, y: 12 },
    ]);
  });

  test('has its top left corner at a point, and keeps its shape', () => {
    const { nodes } = again(['a', 'b', 'c'], { at: { x: -1000, y: 2000 } });
    expect(nodes.map(positionOf)).toEqual([
      { x: -1000, y: 2030 },
      { x: -700, y: 2000 },
      { x: -400, y: 2060 },
    ]);
  });

  test('may be nothing', () => {
    expect(pasteParts(copyParts(row, new Set()), row, { at: { x: 5, y: 5 } })).toEqual({
      nodes: [],
      edges: [],
    });
  });

  test('may be nodes of types that are not installed, with all that is said of them', () => {
    const strange = { ...plainNode('z', { type: 'other.Strange' }), colour: 'red' };
    const parts = paste({ graph: { nodes: [strange], edges: [] } });
    expect(parts?.nodes).toMatchObject([{ id: 'strange', type: 'other.Strange', colour: 'red' }]);
  });

  test('may be a bare graph, as exports of other tools are', () => {
    expect(paste({ nodes: [plainNode('z')], edges: [] })?.nodes.length).toBe(1);
  });

  test('reads settings that the file calls properties', () => {
    const { data: _, ...bare } = plainNode('z', { properties: { prompt: 'Hi' } });
    expect(paste({ graph: { nodes: [bare], edges: [] } })?.nodes[0]?.data).toEqual({
      prompt: 'Hi',
    });
  });
});

describe('text of strangers', () => {
  test.each([
    ['nothing', ''],
    ['words', 'Write a poem about the sea.'],
    ['a number', '42'],
    ['null', 'null'],
    ['a list', '[]'],
    ['other JSON', '{"graph":"no"}'],
    ['a node without a type', '{"graph":{"nodes":[{"id":"a"}],"edges":[]}}'],
    ['half a workflow', '{"graph":{"nodes":[],'],
    ['a file of a later version', '{"formatVersion":99,"graph":{"nodes":[],"edges":[]}}'],
  ])('that is %s is no workflow', (_, text) => {
    expect(pasteParts(text, row, HERE)).toBeUndefined();
  });

  test.each([
    ['in the settings', '{"id":"a","type":"t","data":{"__proto__":{"bad":1}}}'],
    ['in the node', '{"id":"a","type":"t","__proto__":{"bad":1}}'],
    ['as a constructor', '{"id":"a","type":"t","data":{"constructor":{"prototype":{"bad":1}}}}'],
  ])('with the key of a prototype %s is refused', (_, node) => {
    expect(pasteParts(`{"graph":{"nodes":[${node}],"edges":[]}}`, row, HERE)).toBeUndefined();
    expect(Reflect.get({}, 'bad')).toBeUndefined();
  });

  test('that is nested very deep is refused, not followed', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const node = `{"id":"a","type":"t","data":${deep}}`;
    expect(pasteParts(`{"graph":{"nodes":[${node}],"edges":[]}}`, row, HERE)).toBeUndefined();
  });

  test('whose wires lead nowhere loses them', () => {
    const parts = paste({ graph: { nodes: [plainNode('z')], edges: [wire('z.out to a.in')] } });
    expect(parts?.nodes.length).toBe(1);
    expect(parts?.edges).toEqual([]);
  });

  test('that names two nodes the same makes two nodes with ids of their own', () => {
    const parts = paste({ graph: { nodes: [plainNode('z'), plainNode('z')], edges: [] } });
    const ids = parts?.nodes.map(({ id }) => id) ?? [];
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(2);
  });

  test('with a type that ends in a dot makes a node that has an id', () => {
    const parts = paste({ graph: { nodes: [plainNode('z', { type: 'other.' })], edges: [] } });
    expect(parts?.nodes[0]?.id).toBe('node');
  });

  test('with positions that are no numbers stands somewhere', () => {
    const odd = [{ x: 'left', y: null }, { x: 1e308, y: -1e308 }, 'top', null].map(
      (position, index) => plainNode(`z${index}`, { ui_properties: { position } }),
    );
    const parts = pasteParts(JSON.stringify({ nodes: odd, edges: [] }), row, {
      at: { x: 1, y: 1 },
    });
    expect(parts?.nodes.length).toBe(4);
    for (const { ui_properties: view } of parts?.nodes ?? [])
      expect(view?.['position']).toEqual({ x: expect.any(Number), y: expect.any(Number) });
    expect(JSON.stringify(parts)).not.toContain('null}');
  });
});
