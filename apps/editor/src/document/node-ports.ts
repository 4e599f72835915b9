import { nodeData, port } from '@nodetool-ai/graph';
import type {
  InputDeclaration,
  NodeDescription,
  PortDeclaration,
  ResolvedPorts,
  Workflow,
  WorkflowNode,
} from '@nodetool-ai/graph';

/** The ports of every node of a workflow, by node id. */
export type PortsByNode = ReadonlyMap<string, ResolvedPorts>;

/** Names what the ports of a node depend on. */
export function portsKey(node: WorkflowNode): string {
  return `${node.type} ${JSON.stringify(nodeData(node))}`;
}

/** What is known of the nodes of a workflow. */
export interface KnownPorts {
  readonly describe: (type: string) => NodeDescription | undefined;
  /** Ports that the server worked out for the settings of a node, if it did. */
  readonly resolved: (node: WorkflowNode) => ResolvedPorts | undefined;
}

/**
 * The ports of all nodes as far as they are known: those that the server worked out for the present settings, else those
 * of the declaration. Ports that only wires know are added, so that no wire hangs in the air.
 */
export function portsByNode(workflow: Workflow, known: KnownPorts): PortsByNode {
  const ports = new Map<string, ResolvedPorts>();
  for (const node of workflow.graph.nodes) {
    ports.set(
      node.id,
      known.resolved(node) ?? known.describe(node.type) ?? { inputs: {}, outputs: {} },
    );
  }
  const unknown: InputDeclaration & PortDeclaration = { type: port.any };
  for (const { source, sourceHandle, target, targetHandle } of workflow.graph.edges) {
    const from = ports.get(source);
    if (from !== undefined && !Object.hasOwn(from.outputs, sourceHandle))
      ports.set(source, { ...from, outputs: { ...from.outputs, [sourceHandle]: unknown } });
    const to = ports.get(target);
    if (to !== undefined && !Object.hasOwn(to.inputs, targetHandle))
      ports.set(target, { ...to, inputs: { ...to.inputs, [targetHandle]: unknown } });
  }
  return ports;
}

/** A port by its name, never one that an object has from its prototype. */
export function findPort<T extends PortDeclaration>(
  ports: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  return ports !== undefined && Object.hasOwn(ports, name) ? ports[name] : undefined;
}
