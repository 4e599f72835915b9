import type { ModelFactsLookup } from '../nodes/node-declaration.ts';
import type { NodeRegistry } from '../nodes/node-registry.ts';
import { noModelFacts } from './resolve-ports.ts';
import { topologicalOrder } from './topological-order.ts';
import { validateEdges } from './validate-edges.ts';
import { validateNode } from './validate-node.ts';
import type { WorkflowIssue } from './workflow-issue.ts';
import type { Workflow } from './workflow-schema.ts';

/**
 * Every mistake of a workflow, in the order of the file: ids used twice, unknown node types, settings and values that
 * do not fit, required inputs without a value, wires that lead nowhere or do not fit, cycles. Pure; asks nobody.
 */
export function validateWorkflow(
  workflow: Workflow,
  registry: NodeRegistry,
  facts: ModelFactsLookup = noModelFacts,
): readonly WorkflowIssue[] {
  const { nodes, edges } = workflow.graph;
  const issues: WorkflowIssue[] = [...findRepeatedIds(nodes.map((node) => node.id))];
  const wiredInputs = new Map<string, Set<string>>();
  for (const { target, targetHandle } of edges)
    wiredInputs.set(target, (wiredInputs.get(target) ?? new Set()).add(targetHandle));
  const sources = new Set(edges.map((edge) => edge.source));
  for (const [index, node] of nodes.entries()) {
    const wired = wiredInputs.get(node.id) ?? new Set<string>();
    const connected = wired.size > 0 || sources.has(node.id);
    issues.push(...validateNode(node, index, { registry, facts, wired, connected }));
  }
  issues.push(...validateEdges(workflow, registry, facts));
  const order = topologicalOrder(
    nodes.map((node) => node.id),
    edges,
  );
  if ('cycle' in order) issues.push(cycleIssue(order.cycle));
  return issues;
}

function* findRepeatedIds(ids: readonly string[]): Generator<WorkflowIssue> {
  const firsts = new Map<string, number>();
  for (const [index, id] of ids.entries()) {
    const first = firsts.get(id);
    if (first === undefined) {
      firsts.set(id, index);
      continue;
    }
    const message = `the id ${id} is used by nodes[${first}] already`;
    yield {
      severity: 'error',
      code: 'WORKFLOW_INVALID',
      path: `nodes[${index}].id`,
      nodeId: id,
      message,
    };
  }
}

function cycleIssue(cycle: readonly string[]): WorkflowIssue {
  const way = [...cycle, cycle[0]].join(' → ');
  return {
    severity: 'error',
    code: 'WORKFLOW_INVALID',
    path: 'edges',
    message: `the wires form a circle: ${way}`,
    hint: 'Remove one of these wires.',
  };
}
