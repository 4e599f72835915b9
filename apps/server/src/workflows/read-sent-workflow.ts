import { isRecord, NodetoolError, readWorkflow } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';

/** Most items that each list of a workflow may have. */
const MOST_ITEMS = { nodes: 10_000, edges: 20_000, tags: 1000 };

/**
 * Gives the workflow in a body. Its lists are measured before they are looked into: a file of a few megabytes can hold
 * millions of mistakes, and telling them all would take more memory than there is. Throws what `readWorkflow` throws.
 */
export function readSentWorkflow(value: unknown): Workflow {
  const workflow = isRecord(value) ? value : {};
  const graph = isRecord(workflow['graph']) ? workflow['graph'] : {};
  for (const [name, most] of Object.entries(MOST_ITEMS)) {
    // A bare graph is a workflow too, so each list may stand at either place.
    for (const list of [workflow[name], graph[name]])
      if (Array.isArray(list) && list.length > most)
        throw new NodetoolError('WORKFLOW_INVALID', `${name}: more than ${most} are too many`);
  }
  return readWorkflow(value);
}
