import { edgeId, nodeData, resolvePorts } from '@nodetool-ai/graph';
import type {
  ModelFactsLookup,
  NodeImplementation,
  NodeRegistry,
  PortDeclaration,
  ResolvedPorts,
  Workflow,
} from '@nodetool-ai/graph';
import type { Channel } from '../flow/channel.ts';
import type { StallGuard } from '../flow/stall-guard.ts';

/** A wire of a run. */
export interface PlannedEdge {
  readonly id: string;
  readonly source: string;
  readonly sourceHandle: string;
  /** The port that it comes from. */
  readonly output: PortDeclaration;
  readonly target: string;
  readonly targetHandle: string;
  readonly channel: Channel<unknown>;
}

/** A node of a run. */
export interface PlannedNode {
  readonly id: string;
  readonly type: string;
  /** Absent for a type that is not known here; such a node stands alone and is left out. */
  readonly implementation: NodeImplementation | undefined;
  readonly ports: ResolvedPorts;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isBypassed: boolean;
  /** Wires into it, in the order of the file. */
  readonly incoming: readonly PlannedEdge[];
  readonly outgoing: readonly PlannedEdge[];
}

const noPorts: ResolvedPorts = { inputs: {}, outputs: {} };

/** Makes the channels of a valid workflow. The workflow itself is only read. */
export function planRun(
  workflow: Workflow,
  registry: NodeRegistry,
  facts: ModelFactsLookup,
  guard: StallGuard,
): readonly PlannedNode[] {
  const portsOf = new Map(
    workflow.graph.nodes.map((node) => {
      const declaration = registry.get(node.type)?.declaration;
      return [
        node.id,
        declaration === undefined ? noPorts : resolvePorts(declaration, nodeData(node), facts),
      ];
    }),
  );
  const edges = workflow.graph.edges.flatMap((edge, index): PlannedEdge[] => {
    const { source, sourceHandle, target, targetHandle } = edge;
    const output = portsOf.get(source)?.outputs[sourceHandle];
    if (output === undefined) return [];
    const channel = guard.createChannel(source, target);
    return [
      { id: edgeId(edge, index), source, sourceHandle, output, target, targetHandle, channel },
    ];
  });
  const incoming = groupBy(edges, (edge) => edge.target);
  const outgoing = groupBy(edges, (edge) => edge.source);
  return workflow.graph.nodes.map((node) => ({
    id: node.id,
    type: node.type,
    implementation: registry.get(node.type),
    ports: portsOf.get(node.id) ?? noPorts,
    data: nodeData(node),
    isBypassed: node.ui_properties?.bypassed === true,
    incoming: incoming.get(node.id) ?? [],
    outgoing: outgoing.get(node.id) ?? [],
  }));
}

function groupBy(
  edges: readonly PlannedEdge[],
  key: (edge: PlannedEdge) => string,
): Map<string, PlannedEdge[]> {
  const groups = new Map<string, PlannedEdge[]>();
  for (const edge of edges) {
    const group = groups.get(key(edge));
    if (group === undefined) groups.set(key(edge), [edge]);
    else group.push(edge);
  }
  return groups;
}
