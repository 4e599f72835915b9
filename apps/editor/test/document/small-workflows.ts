import type { Workflow, WorkflowEdge, WorkflowNode } from '@nodetool-ai/graph';

/** A workflow of these parts. */
export const workflowWith = (
  nodes: readonly WorkflowNode[],
  edges: readonly WorkflowEdge[] = [],
): Workflow => ({ graph: { nodes: [...nodes], edges: [...edges] } });

/** A node that is only there. */
export const plainNode = (id: string, fields: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  type: 'test.Node',
  data: {},
  ...fields,
});

/** A wire, written `a.out to b.in`; its id is what is written. */
export function wire(words: string, fields: Partial<WorkflowEdge> = {}): WorkflowEdge {
  const [, source = '', sourceHandle = '', target = '', targetHandle = ''] =
    /^([^.]+)\.([^.]+) to ([^.]+)\.([^.]+)$/.exec(words) ?? [];
  return { id: words, source, sourceHandle, target, targetHandle, ...fields };
}

/** The ids of the nodes and of the wires, in their order. */
export const idsOf = ({ graph }: Workflow) => ({
  nodes: graph.nodes.map(({ id }) => id),
  edges: graph.edges.map(({ id }) => id),
});

/** Makes a workflow that breaks whatever would change it. */
export function frozen(workflow: Workflow): Workflow {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  };
  freeze(workflow);
  return workflow;
}
