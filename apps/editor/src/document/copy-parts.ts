import { nodeData, readWorkflow } from '@nodetool-ai/graph';
import type { Workflow, WorkflowEdge, WorkflowNode } from '@nodetool-ai/graph';
import { newEdgeId, newNodeId, nodeIds } from './ids.ts';
import { positionOf } from './node-view-data.ts';
import type { Point } from './node-view-data.ts';

/** Nodes and the wires between them. */
export interface Parts {
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
}

/** The nodes as text for the clipboard: a workflow that any tab and any editor of this kind can take. */
export function copyParts(workflow: Workflow, ids: ReadonlySet<string>): string {
  const nodes = workflow.graph.nodes.filter((node) => ids.has(node.id));
  const edges = workflow.graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  return JSON.stringify({ graph: { nodes, edges } });
}

/**
 * Reads what {@link copyParts} gave, with ids that are free here, shifted by a distance or with its top left corner at
 * a point. Gives undefined for text that is no workflow. Nothing in it is run or fetched.
 */
export function pasteParts(
  text: string,
  into: Workflow,
  place: { readonly at: Point } | { readonly by: Point },
): Parts | undefined {
  let copied: Workflow;
  try {
    copied = readWorkflow(JSON.parse(text));
  } catch {
    return undefined;
  }
  const taken = new Set(nodeIds(into));
  const newIds = new Map<string, string>();
  const shift = shiftOf(copied.graph.nodes, place);
  const nodes = copied.graph.nodes.map((node) => {
    const id = newNodeId(node.type, taken);
    taken.add(id);
    newIds.set(node.id, id);
    const { x, y } = positionOf(node);
    const view = { ...node.ui_properties, position: { x: x + shift.x, y: y + shift.y } };
    return { ...node, id, data: { ...nodeData(node) }, ui_properties: view };
  });
  const edges = copied.graph.edges.flatMap((edge) => {
    const source = newIds.get(edge.source);
    const target = newIds.get(edge.target);
    return source === undefined || target === undefined
      ? []
      : [{ ...edge, id: newEdgeId(), source, target }];
  });
  return { nodes, edges };
}

function shiftOf(
  nodes: readonly WorkflowNode[],
  place: { readonly at: Point } | { readonly by: Point },
): Point {
  if ('by' in place) return place.by;
  const points = nodes.map(positionOf);
  const left = Math.min(...points.map(({ x }) => x));
  const top = Math.min(...points.map(({ y }) => y));
  return points.length === 0 ? { x: 0, y: 0 } : { x: place.at.x - left, y: place.at.y - top };
}
