import { describe, expect, test } from 'vitest';
import { nearestNode } from '../../src/canvas/nearest-node.ts';
import { plainNode, workflowWith } from '../document/small-workflows.ts';

const at = (id: string, x: number, y: number) =>
  plainNode(id, { ui_properties: { position: { x, y } } });

const RIGHT = { x: 1, y: 0 };
const LEFT = { x: -1, y: 0 };
const UP = { x: 0, y: -1 };
const DOWN = { x: 0, y: 1 };

/** Two rows of three. */
const grid = workflowWith([
  at('a', 0, 0),
  at('b', 300, 0),
  at('c', 600, 0),
  at('d', 0, 200),
  at('e', 300, 200),
  at('f', 600, 200),
]);

describe('the nearest node', () => {
  test.each([
    ['a', RIGHT, 'b'],
    ['b', RIGHT, 'c'],
    ['e', LEFT, 'd'],
    ['b', DOWN, 'e'],
    ['f', UP, 'c'],
  ])('from %s in direction %j is %s', (from, direction, to) => {
    expect(nearestNode(grid, from, direction)).toBe(to);
  });

  test('is none at the edge', () => {
    expect(nearestNode(grid, 'a', LEFT)).toBeUndefined();
    expect(nearestNode(grid, 'a', UP)).toBeUndefined();
    expect(nearestNode(grid, 'f', RIGHT)).toBeUndefined();
    expect(nearestNode(grid, 'f', DOWN)).toBeUndefined();
  });

  test('stays in the row while it goes on: a step aside counts twice', () => {
    const workflow = workflowWith([at('a', 0, 0), at('far', 500, 0), at('near', 200, 200)]);
    expect(nearestNode(workflow, 'a', RIGHT)).toBe('far');
    const further = workflowWith([at('a', 0, 0), at('far', 700, 0), at('near', 200, 200)]);
    expect(nearestNode(further, 'a', RIGHT)).toBe('near');
  });

  test('is never the node itself, nor one that lies right on it', () => {
    expect(nearestNode(workflowWith([at('a', 0, 0), at('b', 0, 0)]), 'a', RIGHT)).toBeUndefined();
  });

  test('leads back: who goes right and then left is where they were in a row', () => {
    const there = nearestNode(grid, 'd', RIGHT);
    expect(nearestNode(grid, there, LEFT)).toBe('d');
  });
});

test('without a beginning it is the first of the workflow', () => {
  expect(nearestNode(grid, undefined, RIGHT)).toBe('a');
  expect(nearestNode(grid, 'gone', LEFT)).toBe('a');
  expect(nearestNode(workflowWith([]), undefined, RIGHT)).toBeUndefined();
});
