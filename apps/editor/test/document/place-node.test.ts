import { describe, expect, test } from 'vitest';
import { addParts } from '../../src/document/edits.ts';
import { positionOf } from '../../src/document/node-view-data.ts';
import type { Point } from '../../src/document/node-view-data.ts';
import { GRID_PX, newNode, snap } from '../../src/document/place-node.ts';
import { describeType } from '../node-pack.ts';
import { plainNode, workflowWith } from './small-workflows.ts';

const generate = describeType('text.Generate');
const empty = workflowWith([]);
const withNodeAt = (position: Point) =>
  workflowWith([plainNode('a', { ui_properties: { position } })]);

describe('the grid', () => {
  test('takes the nearest of its points', () => {
    expect(snap({ x: 11, y: 13 })).toEqual({ x: 8, y: 16 });
    expect(snap({ x: -11.9, y: -12.1 })).toEqual({ x: -8, y: -16 });
    expect(snap({ x: 40, y: -40 })).toEqual({ x: 40, y: -40 });
  });
});

describe('a new node', () => {
  test('has its type, an id that says what it is, and no settings', () => {
    expect(newNode(empty, generate, { x: 0, y: 0 })).toEqual({
      id: 'generate',
      type: 'nodetool.text.Generate',
      data: {},
      ui_properties: { position: { x: 0, y: 0 } },
    });
  });

  test('has an id that is free in the workflow', () => {
    const workflow = workflowWith([plainNode('generate')]);
    expect(newNode(workflow, generate, { x: 900, y: 900 }).id).toBe('generate-2');
  });

  test('stands where it is put, on the grid', () => {
    expect(positionOf(newNode(empty, generate, { x: 101, y: 203 }))).toEqual({ x: 104, y: 200 });
  });

  test('stands beside one that is there, not on it', () => {
    const workflow = withNodeAt({ x: 100, y: 100 });
    const { x, y } = positionOf(newNode(workflow, generate, { x: 104, y: 96 }));
    expect({ x, y }).not.toEqual({ x: 104, y: 96 });
    expect(Math.abs(x - 100) >= 200 || Math.abs(y - 100) >= 60).toBe(true);
  });

  test('does not cover a part of one that is there either', () => {
    const workflow = withNodeAt({ x: 100, y: 100 });
    expect(positionOf(newNode(workflow, generate, { x: 256, y: 100 }))).not.toMatchObject({
      x: 256,
    });
  });

  test('stands where it is put when the others are far enough away', () => {
    const at = { x: 304, y: 104 };
    expect(positionOf(newNode(withNodeAt({ x: 104, y: 104 }), generate, at))).toEqual(at);
    const below = { x: 104, y: 168 };
    expect(positionOf(newNode(withNodeAt({ x: 104, y: 104 }), generate, below))).toEqual(below);
  });

  test('put again and again at one place never lies on another, and stays on the grid', () => {
    let workflow = empty;
    for (let count = 0; count < 30; count += 1)
      workflow = addParts([newNode(workflow, generate, { x: 0, y: 0 })])(workflow);
    const points = workflow.graph.nodes.map(positionOf);
    for (const [index, { x, y }] of points.entries()) {
      expect(Math.abs(x % GRID_PX) + Math.abs(y % GRID_PX)).toBe(0);
      for (const other of points.slice(index + 1))
        expect(Math.abs(other.x - x) >= 200 || Math.abs(other.y - y) >= 60).toBe(true);
    }
  });
});
