import type { Workflow, WorkflowEdge, WorkflowNode } from '@nodetool-ai/graph';

/** What is asked of the wires of a workflow again and again; worked out once for each workflow object. */
export interface WireIndex {
  /** The wires that end at an input. */
  readonly into: (nodeId: string, port: string) => readonly WorkflowEdge[];
  /** All nodes from which wires lead to a node. */
  readonly ancestors: (nodeId: string) => ReadonlySet<string>;
  /** All nodes to which wires lead from a node. */
  readonly descendants: (nodeId: string) => ReadonlySet<string>;
  /** Whether wires lead from one node to another. */
  readonly leadsTo: (from: string, to: string) => boolean;
}

const NO_EDGES: readonly WorkflowEdge[] = [];
const indexes = new WeakMap<Workflow, WireIndex>();
const nodeMaps = new WeakMap<Workflow, ReadonlyMap<string, WorkflowNode>>();

/** The nodes of a workflow by their ids. */
export function nodesById(workflow: Workflow): ReadonlyMap<string, WorkflowNode> {
  const known = nodeMaps.get(workflow);
  if (known !== undefined) return known;
  const nodes = new Map(workflow.graph.nodes.map((node) => [node.id, node]));
  nodeMaps.set(workflow, nodes);
  return nodes;
}

/** The index of a workflow. */
export function wireIndexOf(workflow: Workflow): WireIndex {
  const known = indexes.get(workflow);
  if (known !== undefined) return known;
  const index = buildIndex(workflow.graph.edges);
  indexes.set(workflow, index);
  return index;
}

function buildIndex(edges: readonly WorkflowEdge[]): WireIndex {
  const sources = new Map<string, string[]>();
  const targets = new Map<string, string[]>();
  const inputs = new Map<string, WorkflowEdge[]>();
  for (const edge of edges) {
    push(targets, edge.source, edge.target);
    push(sources, edge.target, edge.source);
    push(inputs, inputKey(edge.target, edge.targetHandle), edge);
  }
  const before = new Map<string, ReadonlySet<string>>();
  const after = new Map<string, ReadonlySet<string>>();
  const ancestors = (id: string) => remember(before, id, () => reach(sources, id));
  const descendants = (id: string) => remember(after, id, () => reach(targets, id));
  return {
    into: (nodeId, port) => inputs.get(inputKey(nodeId, port)) ?? NO_EDGES,
    ancestors,
    descendants,
    // Whichever end was asked about before is looked up: one end stays while the other goes through all nodes.
    leadsTo: (from, to) =>
      from === to || (after.has(from) ? descendants(from).has(to) : ancestors(to).has(from)),
  };
}

const inputKey = (nodeId: string, port: string) => `${nodeId}\0${port}`;

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function reach(links: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(links.get(from) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(links.get(id) ?? []));
  }
  return seen;
}
