import { topologicalOrder } from '@nodetool-ai/graph';
import type { Workflow, WorkflowNode } from '@nodetool-ai/graph';

/** The nodes in the order in which they run; nodes of a circle keep the order of the file. */
export function runOrder(workflow: Workflow): readonly WorkflowNode[] {
  const { nodes, edges } = workflow.graph;
  const sorted = topologicalOrder(
    nodes.map((node) => node.id),
    edges,
  );
  if (!('order' in sorted)) return nodes;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return sorted.order.flatMap((id) => byId.get(id) ?? []);
}
