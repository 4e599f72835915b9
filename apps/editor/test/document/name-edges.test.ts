import { expect, test } from 'vitest';
import { removeParts } from '../../src/document/edits.ts';
import { nameEdges } from '../../src/document/name-edges.ts';
import { frozen, idsOf, plainNode, wire, workflowWith } from './small-workflows.ts';

const nodes = ['a', 'b', 'c'].map((id) => plainNode(id));
const nameless = (words: string) => {
  const { id: _, ...edge } = wire(words);
  return edge;
};

test('wires without an id are called by their place, as the engine calls them', () => {
  const workflow = workflowWith(nodes, [wire('a.o to b.i'), nameless('b.o to c.i')]);
  expect(idsOf(nameEdges(frozen(workflow))).edges).toEqual(['a.o to b.i', 'edge-1']);
  const none = workflowWith(nodes, [wire('a.o to b.i', { id: null })]);
  expect(idsOf(nameEdges(none)).edges).toEqual(['edge-0']);
});

test('wires keep all else that the file says of them', () => {
  const edge = { ...nameless('a.o to b.i'), edge_type: 'data', colour: 'red' };
  expect(nameEdges(workflowWith(nodes, [edge])).graph.edges).toEqual([{ id: 'edge-0', ...edge }]);
});

test('no two wires have the same id', () => {
  const workflow = workflowWith(nodes, [
    wire('a.o to b.i', { id: 'edge-1' }),
    nameless('b.o to c.i'),
    wire('a.o to c.i', { id: 'edge-1' }),
  ]);
  const { edges } = idsOf(nameEdges(workflow));
  expect(edges[0]).toBe('edge-1');
  expect(new Set(edges).size).toBe(3);
});

test('a workflow whose wires all have an id of their own stays the same object', () => {
  const workflow = workflowWith(nodes, [wire('a.o to b.i'), wire('b.o to c.i')]);
  expect(nameEdges(workflow)).toBe(workflow);
});

test('one wire of a file without ids can be deleted on its own', () => {
  const workflow = nameEdges(workflowWith(nodes, [nameless('a.o to b.i'), nameless('b.o to c.i')]));
  expect(idsOf(removeParts(new Set(), new Set(['edge-1']))(workflow)).edges).toEqual(['edge-0']);
});
