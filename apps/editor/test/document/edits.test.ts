import { describe, expect, test } from 'vitest';
import {
  addParts,
  connect,
  moveNodes,
  removeParts,
  renameWorkflow,
  setData,
  setView,
  shiftNodes,
} from '../../src/document/edits.ts';
import { positionOf } from '../../src/document/node-view-data.ts';
import { frozen, idsOf, plainNode, wire, workflowWith } from './small-workflows.ts';

const NONE: ReadonlySet<string> = new Set();

/** Three nodes in a row. Nothing may change it. */
const row = frozen({
  ...workflowWith(
    [
      plainNode('a', { ui_properties: { position: { x: 3, y: 10 }, title: 'First' } }),
      plainNode('b', { data: { kept: 1, gone: 2 } }),
      plainNode('c'),
    ],
    [wire('a.o to b.i'), wire('b.o to c.i'), wire('a.o to c.j')],
  ),
  name: 'Row',
  tags: ['kept'],
});

const nodeIn = (workflow: typeof row, id: string) =>
  workflow.graph.nodes.find((node) => node.id === id);

describe('adding', () => {
  test('puts nodes and wires behind those that are there', () => {
    const added = addParts([plainNode('d')], [wire('c.o to d.i')])(row);
    expect(idsOf(added).nodes).toEqual(['a', 'b', 'c', 'd']);
    expect(idsOf(added).edges.at(-1)).toBe('c.o to d.i');
    expect(added).toMatchObject({ name: 'Row', tags: ['kept'] });
  });
});

describe('removing', () => {
  test('takes the wires of a node along, at either end, and leaves the others', () => {
    expect(idsOf(removeParts(new Set(['b']), NONE)(row))).toEqual({
      nodes: ['a', 'c'],
      edges: ['a.o to c.j'],
    });
  });

  test('of a wire leaves its nodes', () => {
    expect(idsOf(removeParts(NONE, new Set(['a.o to b.i']))(row))).toEqual({
      nodes: ['a', 'b', 'c'],
      edges: ['b.o to c.i', 'a.o to c.j'],
    });
  });

  test('of what is not there changes nothing', () => {
    expect(removeParts(new Set(['x']), new Set(['y']))(row)).toEqual(row);
  });
});

describe('wiring', () => {
  const source = { nodeId: 'b', port: 'o' };
  const target = { nodeId: 'c', port: 'j' };

  test('adds a wire with an id of its own', () => {
    const edges = connect(source, target)(row).graph.edges;
    expect(edges.length).toBe(4);
    expect(edges.at(-1)).toMatchObject({
      source: 'b',
      sourceHandle: 'o',
      target: 'c',
      targetHandle: 'j',
    });
    expect(new Set(edges.map(({ id }) => id)).size).toBe(4);
  });

  test('takes away in the same step what has to give way', () => {
    const edges = connect(source, target, ['a.o to c.j'])(row).graph.edges;
    expect(edges.map(({ id }) => id).slice(0, 2)).toEqual(['a.o to b.i', 'b.o to c.i']);
    expect(edges.length).toBe(3);
  });
});

describe('setting values', () => {
  test('adds and replaces, and leaves the other values and nodes', () => {
    const set = setData('b', { kept: 3, added: 4 })(row);
    expect(nodeIn(set, 'b')?.data).toEqual({ kept: 3, gone: 2, added: 4 });
    expect(nodeIn(set, 'a')).toBe(nodeIn(row, 'a'));
  });

  test('takes away what is set to undefined, and keeps null, 0 and empty text', () => {
    const set = setData('b', { gone: undefined, zero: 0, empty: '', none: null })(row);
    expect(nodeIn(set, 'b')?.data).toStrictEqual({ kept: 1, zero: 0, empty: '', none: null });
  });

  test('goes into properties where the file calls them so, and nowhere else', () => {
    const { data: _, ...bare } = plainNode('p', { properties: { kept: 1 } });
    const set = setData('p', { added: 2 })(workflowWith([bare]));
    expect(nodeIn(set, 'p')).toEqual({ ...bare, properties: { kept: 1, added: 2 } });
  });

  test('goes into data where the file has both', () => {
    const both = workflowWith([plainNode('p', { data: { a: 1 }, properties: { b: 1 } })]);
    const set = setData('p', { added: 2 })(both);
    expect(nodeIn(set, 'p')).toMatchObject({ data: { a: 1, added: 2 }, properties: { b: 1 } });
  });

  test('goes into data where the file has neither', () => {
    const { data: _, ...bare } = plainNode('p');
    expect(nodeIn(setData('p', { added: 2 })(workflowWith([bare])), 'p')?.data).toEqual({
      added: 2,
    });
  });

  test('of a placeholder with an odd name reaches no prototype', () => {
    const values: Record<string, unknown> = JSON.parse('{"__proto__":{"bad":1}}');
    const data = nodeIn(setData('b', values)(row), 'b')?.data ?? {};
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(data['bad']).toBeUndefined();
  });
});

describe('moving', () => {
  test('puts nodes where they are told, and leaves the others the same objects', () => {
    const moved = moveNodes(new Map([['b', { x: 8, y: 16 }]]))(row);
    expect(nodeIn(moved, 'b')?.ui_properties).toEqual({ position: { x: 8, y: 16 } });
    expect(nodeIn(moved, 'a')).toBe(nodeIn(row, 'a'));
  });

  test('by a distance begins where a node stands, or at the origin', () => {
    const moved = shiftNodes(new Set(['a', 'b']), { x: 5, y: -5 })(row);
    expect(moved.graph.nodes.map(positionOf)).toEqual([
      { x: 8, y: 5 },
      { x: 5, y: -5 },
      { x: 0, y: 0 },
    ]);
    expect(nodeIn(moved, 'a')?.ui_properties?.['title']).toBe('First');
  });
});

describe('setting what is of the view', () => {
  test('changes the named nodes only, and keeps the rest of their view', () => {
    const set = setView(new Set(['a', 'c']), { bypassed: true })(row);
    expect(nodeIn(set, 'a')?.ui_properties).toEqual({
      position: { x: 3, y: 10 },
      title: 'First',
      bypassed: true,
    });
    expect(nodeIn(set, 'c')?.ui_properties).toEqual({ bypassed: true });
    expect(nodeIn(set, 'b')).toBe(nodeIn(row, 'b'));
  });

  test('takes away what is set to undefined', () => {
    const set = setView(new Set(['a']), { title: undefined })(row);
    expect(nodeIn(set, 'a')?.ui_properties).toStrictEqual({ position: { x: 3, y: 10 } });
  });

  test('begins a view where a file has none', () => {
    const workflow = workflowWith([plainNode('a', { ui_properties: null })]);
    const set = setView(new Set(['a']), { expanded: true })(workflow);
    expect(nodeIn(set, 'a')?.ui_properties).toEqual({ expanded: true });
  });
});

test('renaming changes the name alone', () => {
  const renamed = renameWorkflow('Column')(row);
  expect(renamed).toEqual({ ...row, name: 'Column' });
  expect(renamed.graph).toBe(row.graph);
});
