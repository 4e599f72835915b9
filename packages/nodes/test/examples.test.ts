import { readdirSync, readFileSync } from 'node:fs';
import {
  createNodeRegistry,
  parseWorkflow,
  serializeWorkflow,
  validateWorkflow,
} from '@nodetool-ai/graph';
import type { WorkflowNode } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../../examples/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const registry = createNodeRegistry(nodePack);

test('there are examples, and each stands in their README', () => {
  const page = readFileSync(new URL('README.md', folder), 'utf8');
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((name) => !page.includes(`[${name}](${name})`))).toEqual([]);
});

test('an example uses every node of the pack', () => {
  const used = new Set(
    files.flatMap((name) => read(name).workflow.graph.nodes.map((node) => node.type)),
  );
  expect(used).toEqual(new Set(registry.list().map((declaration) => declaration.type)));
});

describe.each(files)('%s', (name) => {
  const { text, workflow } = read(name);

  test('is written exactly as it would be saved', () => {
    expect(serializeWorkflow(workflow)).toBe(text);
  });

  test('has a name, a description, tags, and its file name as id', () => {
    expect(workflow).toMatchObject({
      formatVersion: 1,
      id: name.replace('.json', ''),
      name: expect.stringMatching(/\w/),
      description: expect.stringMatching(/\.$/),
      tags: expect.arrayContaining(['example']),
    });
  });

  test('has no mistake but an image that must be given', () => {
    const issues = validateWorkflow(workflow, registry);
    const expected = workflow.graph.nodes
      .filter((node) => node.type === 'nodetool.input.Image')
      .map((node) => ({ nodeId: node.id, code: 'NODE_INPUT_MISSING' }));
    expect(issues.map(({ nodeId, code }) => ({ nodeId, code }))).toEqual(expected);
  });

  test('reads from left to right, and no two nodes lie on each other', () => {
    const places = new Map(workflow.graph.nodes.map((node) => [node.id, positionOf(node)]));
    for (const { source, target } of workflow.graph.edges)
      expect(places.get(target)?.x).toBeGreaterThanOrEqual((places.get(source)?.x ?? 0) + 320);
    const distinct = new Set([...places.values()].map(({ x, y }) => `${x},${y}`));
    expect(distinct.size).toBe(places.size);
  });
});

function read(name: string) {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return { text, workflow: parseWorkflow(text) };
}

function positionOf(node: WorkflowNode): { readonly x: number; readonly y: number } {
  const position = node.ui_properties?.['position'];
  expect(position).toEqual({ x: expect.any(Number), y: expect.any(Number) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked in the line above
  return position as { x: number; y: number };
}
