import { workflowSchema } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { newEdgeId, newNodeId, newWorkflowId, nodeIds } from '../../src/document/ids.ts';
import { plainNode, workflowWith } from './small-workflows.ts';

const none: ReadonlySet<string> = new Set();

describe('the id of a node', () => {
  test('says what it is, and is counted when it is taken', () => {
    expect(newNodeId('nodetool.text.Generate', none)).toBe('generate');
    expect(newNodeId('nodetool.text.Generate', new Set(['generate']))).toBe('generate-2');
    const two = new Set(['generate', 'generate-2', 'generate-4']);
    expect(newNodeId('nodetool.text.Generate', two)).toBe('generate-3');
  });

  test('of a type without dots is the type', () => {
    expect(newNodeId('Strange', none)).toBe('strange');
  });

  test('can always be stored, whatever the type is called', () => {
    for (const type of ['other.', '.', 'x'.repeat(256)]) {
      const first = newNodeId(type, none);
      const second = newNodeId(type, new Set([first]));
      const workflow = workflowWith([plainNode(first), plainNode(second)]);
      expect(workflowSchema.safeParse(workflow).success).toBe(true);
      expect(second).not.toBe(first);
    }
  });
});

describe('other ids', () => {
  test('of wires and workflows are never the same twice', () => {
    const edges = Array.from({ length: 100_000 }, newEdgeId);
    const workflows = Array.from({ length: 200 }, newWorkflowId);
    expect(new Set(edges).size).toBe(100_000);
    expect(new Set(workflows).size).toBe(200);
  });

  test('of a workflow can be the name of a file anywhere', () => {
    expect(newWorkflowId()).toMatch(/^[0-9a-f]{20}$/);
  });
});

test('the ids of all nodes are told', () => {
  const workflow = workflowWith([plainNode('a'), plainNode('b')]);
  expect([...nodeIds(workflow)]).toEqual(['a', 'b']);
});
