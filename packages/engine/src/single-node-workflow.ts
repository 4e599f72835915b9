import { WORKFLOW_FORMAT_VERSION } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';

/** The id of the node in a workflow of one. */
export const SINGLE_NODE_ID = 'node';

/** A workflow of one node with its inputs and settings. */
export function singleNodeWorkflow(
  type: string,
  data: Readonly<Record<string, unknown>>,
): Workflow {
  return {
    formatVersion: WORKFLOW_FORMAT_VERSION,
    name: type,
    graph: { nodes: [{ id: SINGLE_NODE_ID, type, data: { ...data } }], edges: [] },
  };
}
