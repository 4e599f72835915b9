import type { Workflow } from '@nodetool-ai/graph';

/** So many random bytes in hexadecimal digits. `randomUUID` exists only where the page came from this machine. */
export function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An id for a workflow that no other has: it is also the name of its file. */
export function newWorkflowId(): string {
  return randomHex(10);
}

/** An id for a wire; long enough that thousands pasted at once are never two the same. */
export function newEdgeId(): string {
  return `e-${randomHex(8)}`;
}

const LONGEST_NAME = 60;

/** An id for a node that says what it is: `generate`, `generate-2`, … */
export function newNodeId(type: string, taken: ReadonlySet<string>): string {
  // A type of a file may end in a dot, and be as long as an id may be without any number behind it.
  const base = (type.split('.').at(-1) ?? '').slice(0, LONGEST_NAME).toLowerCase() || 'node';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1)
    if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}

/** The ids of all nodes. */
export function nodeIds(workflow: Workflow): ReadonlySet<string> {
  return new Set(workflow.graph.nodes.map((node) => node.id));
}
