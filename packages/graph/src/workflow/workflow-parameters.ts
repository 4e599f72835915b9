import { NodetoolError } from '../errors/nodetool-error.ts';
import type { NodeRegistry } from '../nodes/node-registry.ts';
import type { PortType } from '../ports/port-type.ts';
import { acceptValue } from '../values/accept-value.ts';
import { nodeData } from './workflow-schema.ts';
import type { Workflow } from './workflow-schema.ts';

/** A value that can be given to a workflow when it is run. */
export interface WorkflowParameter {
  /** The `name` setting of the input node, else the node's id. */
  readonly name: string;
  readonly nodeId: string;
  readonly type: PortType;
  readonly description: string | undefined;
  /** The value in the file, or undefined. */
  readonly value: unknown;
}

/** The one predicate of what a parameter is: a node whose declaration has the role `input`. */
export function workflowParameters(
  workflow: Workflow,
  registry: NodeRegistry,
): readonly WorkflowParameter[] {
  const parameters: WorkflowParameter[] = [];
  for (const node of workflow.graph.nodes) {
    const declaration = registry.get(node.type)?.declaration;
    const output = Object.values(declaration?.outputs ?? {})[0];
    if (declaration?.role !== 'input' || output === undefined) continue;
    const data = nodeData(node);
    const name = typeof data['name'] === 'string' && data['name'] !== '' ? data['name'] : node.id;
    const description = typeof data['description'] === 'string' ? data['description'] : undefined;
    parameters.push({
      name,
      nodeId: node.id,
      type: output.type,
      description,
      value: data['value'],
    });
  }
  return parameters;
}

/**
 * Gives a copy of the workflow with parameter values put into its input nodes; the given object is not changed.
 * Throws NODE_INPUT_INVALID for a name that no input node has or a value of another type.
 */
export function applyParameters(
  workflow: Workflow,
  registry: NodeRegistry,
  values: Readonly<Record<string, unknown>>,
): Workflow {
  const parameters = workflowParameters(workflow, registry);
  const byNode = new Map<string, unknown>();
  for (const [name, value] of Object.entries(values)) {
    const matches = parameters.filter((parameter) => parameter.name === name);
    if (matches.length === 0) throw unknownParameter(name, parameters);
    for (const { nodeId, type } of matches) {
      const accepted = acceptValue(type, value);
      if (!accepted.ok)
        throw new NodetoolError('NODE_INPUT_INVALID', `Parameter ${name}: ${accepted.reason}.`);
      byNode.set(nodeId, accepted.value);
    }
  }
  const nodes = workflow.graph.nodes.map((node) =>
    byNode.has(node.id)
      ? { ...node, data: { ...nodeData(node), value: byNode.get(node.id) } }
      : node,
  );
  return { ...workflow, graph: { ...workflow.graph, nodes } };
}

function unknownParameter(name: string, parameters: readonly WorkflowParameter[]): NodetoolError {
  const names = parameters.map((parameter) => parameter.name).join(', ');
  return new NodetoolError('NODE_INPUT_INVALID', `The workflow has no parameter ${name}.`, {
    hint: names === '' ? 'This workflow takes no parameters.' : `It takes: ${names}.`,
  });
}
