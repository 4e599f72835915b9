import { array, assert, boolean, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Workflow } from '@nodetool-ai/graph';
import { nodesById, wireIndexOf } from '../../src/document/wire-index.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'];

const workflowOf = (links: readonly (readonly [string, string])[]): Workflow => ({
  graph: {
    nodes: IDS.map((id) => ({ id, type: 'x.Y' })),
    edges: links.map(([source, target], index) => ({
      id: `e${index}`,
      source,
      sourceHandle: 'out',
      target,
      targetHandle: 'in',
    })),
  },
});

/** The plain way: step by step, until nothing new is reached. */
function reaches(links: readonly (readonly [string, string])[], from: string, to: string): boolean {
  const reached = new Set([from]);
  for (let round = 0; round < IDS.length; round += 1)
    for (const [source, target] of links) if (reached.has(source)) reached.add(target);
  return reached.has(to);
}

const links = array(tuple(constantFrom(...IDS), constantFrom(...IDS)), {
  maxLength: 12,
});

describe('the index of the wires', () => {
  test('knows which nodes lead to which, whatever was asked before, circles too', () => {
    assert(
      property(
        links,
        array(tuple(constantFrom(...IDS), constantFrom(...IDS), boolean())),
        (pairs, questions) => {
          const index = wireIndexOf(workflowOf(pairs));
          for (const [from, to, isAskedForward] of questions) {
            if (isAskedForward) index.descendants(from);
            expect(index.leadsTo(from, to)).toBe(reaches(pairs, from, to));
          }
        },
      ),
    );
  });

  test('gives the wires that end at an input, in their order', () => {
    const index = wireIndexOf(
      workflowOf([
        ['a', 'c'],
        ['b', 'c'],
        ['a', 'b'],
      ]),
    );
    expect(index.into('c', 'in').map((edge) => edge.source)).toEqual(['a', 'b']);
    expect(index.into('c', 'other')).toEqual([]);
  });

  test('is made once for each workflow', () => {
    const workflow = workflowOf([['a', 'b']]);
    expect(wireIndexOf(workflow)).toBe(wireIndexOf(workflow));
    expect(wireIndexOf({ ...workflow })).not.toBe(wireIndexOf(workflow));
    expect(nodesById(workflow)).toBe(nodesById(workflow));
    expect(nodesById(workflow).get('b')?.id).toBe('b');
  });
});
