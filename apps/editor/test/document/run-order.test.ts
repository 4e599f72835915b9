import { expect, test } from 'vitest';
import { runOrder } from '../../src/document/run-order.ts';
import { plainNode, wire, workflowWith } from './small-workflows.ts';

const nodes = ['c', 'b', 'a', 'd'].map((id) => plainNode(id));
const order = (...wires: readonly string[]) =>
  runOrder(
    workflowWith(
      nodes,
      wires.map((words) => wire(words)),
    ),
  ).map(({ id }) => id);

test('every node comes after those that feed it', () => {
  expect(order('a.o to b.i', 'b.o to c.i')).toEqual(['a', 'd', 'b', 'c']);
});

test('nodes without wires keep the order of the file', () => {
  expect(order()).toEqual(['c', 'b', 'a', 'd']);
});

test('nodes of a circle keep the order of the file, and none is lost', () => {
  expect(order('a.o to b.i', 'b.o to a.i')).toEqual(['c', 'b', 'a', 'd']);
});

test('wires to nodes that are not there change nothing', () => {
  expect(order('ghost.o to c.i', 'd.o to ghost.i')).toEqual(['c', 'b', 'a', 'd']);
});

test('the nodes are the objects of the workflow', () => {
  const workflow = workflowWith(nodes, [wire('a.o to b.i')]);
  expect(new Set(runOrder(workflow))).toEqual(new Set(workflow.graph.nodes));
  for (const node of runOrder(workflow)) expect(workflow.graph.nodes.includes(node)).toBe(true);
});
