import type { Workflow } from './workflow-schema.ts';

const WORKFLOW_KEYS = ['formatVersion', 'id', 'name', 'description', 'tags', 'graph'];
const NODE_KEYS = [
  'id',
  'type',
  'data',
  'parent_id',
  'ui_properties',
  'dynamic_properties',
  'dynamic_outputs',
  'sync_mode',
];
const EDGE_KEYS = ['id', 'source', 'sourceHandle', 'target', 'targetHandle', 'edge_type'];

/**
 * Gives the text of a workflow file: known keys in a fixed order, unknown ones after them by the alphabet, values
 * unchanged, two spaces, a newline at the end. The same workflow always gives the same bytes.
 */
export function serializeWorkflow(workflow: Workflow): string {
  const ordered = orderKeys(workflow, WORKFLOW_KEYS);
  ordered['graph'] = {
    ...orderKeys(workflow.graph, ['nodes', 'edges']),
    nodes: workflow.graph.nodes.map((node) => orderKeys(node, NODE_KEYS)),
    edges: workflow.graph.edges.map((edge) => orderKeys(edge, EDGE_KEYS)),
  };
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

function orderKeys(
  object: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Record<string, unknown> {
  const keys = Object.keys(object);
  const unknown = keys.filter((key) => !known.includes(key)).toSorted();
  const ordered: Record<string, unknown> = {};
  for (const key of [...known.filter((name) => keys.includes(name)), ...unknown])
    ordered[key] = object[key];
  return ordered;
}
