import type {
  InputDeclaration,
  ModelFactsLookup,
  PortDeclaration,
  ResolvedPorts,
} from '../nodes/node-declaration.ts';
import type { NodeRegistry } from '../nodes/node-registry.ts';
import { checkWire } from '../ports/check-wire.ts';
import { resolvePorts } from './resolve-ports.ts';
import type { WorkflowIssue } from './workflow-issue.ts';
import { edgeId, nodeData } from './workflow-schema.ts';
import type { Workflow, WorkflowEdge } from './workflow-schema.ts';

type PortsOfNode = ReadonlyMap<string, ResolvedPorts | undefined>;

/** The mistakes of the wires. Wires that touch an unknown node type are not judged: the node is reported already. */
export function validateEdges(
  workflow: Workflow,
  registry: NodeRegistry,
  facts: ModelFactsLookup,
): readonly WorkflowIssue[] {
  const { nodes, edges } = workflow.graph;
  const ports: PortsOfNode = new Map(
    nodes.map((node) => {
      const declaration = registry.get(node.type)?.declaration;
      return [node.id, declaration && resolvePorts(declaration, nodeData(node), facts)];
    }),
  );
  const issues: WorkflowIssue[] = [];
  const ids = new Map<string, number>();
  const firstWires = new Map<string, number>();
  for (const [index, edge] of edges.entries()) {
    const id = edgeId(edge, index);
    const first = ids.get(id);
    if (first !== undefined)
      issues.push(edgeIssue(index, id, 'id', `the id ${id} is used by edges[${first}] already`));
    ids.set(id, first ?? index);
    issues.push(...validateEdge(edge, index, ports));
    const input = findPort(ports.get(edge.target)?.inputs, edge.targetHandle);
    const place = `${edge.target} ${edge.targetHandle}`;
    const taken = firstWires.get(place);
    if (taken === undefined) firstWires.set(place, index);
    else if (input !== undefined && !collects(input))
      issues.push(
        edgeIssue(
          index,
          id,
          'targetHandle',
          `${edge.targetHandle} has a wire already (edges[${taken}]) and takes one`,
        ),
      );
  }
  return issues;
}

function* validateEdge(
  edge: WorkflowEdge,
  index: number,
  ports: PortsOfNode,
): Generator<WorkflowIssue> {
  const id = edgeId(edge, index);
  if (!ports.has(edge.source))
    yield edgeIssue(index, id, 'source', `there is no node ${edge.source}`);
  if (!ports.has(edge.target))
    yield edgeIssue(index, id, 'target', `there is no node ${edge.target}`);
  const sourcePorts = ports.get(edge.source)?.outputs;
  const targetPorts = ports.get(edge.target)?.inputs;
  const output = findPort(sourcePorts, edge.sourceHandle);
  const input = findPort(targetPorts, edge.targetHandle);
  if (sourcePorts !== undefined && output === undefined) {
    yield edgeIssue(
      index,
      id,
      'sourceHandle',
      describeMissing('output', edge.source, edge.sourceHandle, sourcePorts),
    );
  }
  if (targetPorts !== undefined && input === undefined) {
    yield edgeIssue(
      index,
      id,
      'targetHandle',
      describeMissing('input', edge.target, edge.targetHandle, targetPorts),
    );
  }
  if (output !== undefined && input !== undefined) yield* fitIssues(index, id, output, input);
}

function findPort<T extends PortDeclaration>(
  ports: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  return ports !== undefined && Object.hasOwn(ports, name) ? ports[name] : undefined;
}

/** Several wires into one list are collected, in the order of the edges. */
function collects(input: InputDeclaration): boolean {
  return input.type.kind === 'list' && input.mode !== 'stream';
}

function* fitIssues(
  index: number,
  id: string,
  output: PortDeclaration,
  input: InputDeclaration,
): Generator<WorkflowIssue> {
  const fit = checkWire(output, input);
  if (fit.answer === 'yes') return;
  const issue = edgeIssue(index, id, 'targetHandle', fit.reason, fit.fits);
  yield fit.answer === 'no' ? issue : { ...issue, severity: 'warning' };
}

function describeMissing(
  what: string,
  nodeId: string,
  name: string,
  ports: Readonly<Record<string, unknown>>,
): string {
  const names = Object.keys(ports).join(', ');
  return `${nodeId} has no ${what} ${name} (it has ${names === '' ? 'none' : names})`;
}

function edgeIssue(
  index: number,
  id: string,
  field: string,
  message: string,
  fits?: string,
): WorkflowIssue {
  const issue: WorkflowIssue = {
    severity: 'error',
    code: 'WORKFLOW_INVALID',
    path: `edges[${index}].${field}`,
    edgeId: id,
    message,
  };
  return fits === undefined ? issue : { ...issue, hint: `It takes: ${fits}.` };
}
