import { edgeId } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';
import { newEdgeId } from './ids.ts';

/**
 * Gives every wire an id of its own, for files of other tools have none: a wire without one could not be told from the
 * others when it is selected, replaced or deleted. A workflow whose wires all have theirs stays the same object.
 */
export function nameEdges(workflow: Workflow): Workflow {
  const taken = new Set<string>();
  const edges = workflow.graph.edges.map((edge, index) => {
    const wanted = edgeId(edge, index);
    const id = taken.has(wanted) ? newEdgeId() : wanted;
    taken.add(id);
    return id === edge.id ? edge : { ...edge, id };
  });
  const isSame = edges.every((edge, index) => edge === workflow.graph.edges[index]);
  return isSame ? workflow : { ...workflow, graph: { ...workflow.graph, edges } };
}
