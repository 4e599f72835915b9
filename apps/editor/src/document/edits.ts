import { nodeData } from '@nodetool-ai/graph';
import type { Workflow, WorkflowEdge, WorkflowNode } from '@nodetool-ai/graph';
import { newEdgeId } from './ids.ts';
import { positionOf } from './node-view-data.ts';
import type { Point } from './node-view-data.ts';

/** A change of a workflow: pure, the given one stays as it is. */
export type Edit = (workflow: Workflow) => Workflow;

/** One end of a wire. */
export interface PortAddress {
  readonly nodeId: string;
  readonly port: string;
}

const withGraph = (
  workflow: Workflow,
  graph: { nodes?: WorkflowNode[]; edges?: WorkflowEdge[] },
): Workflow => ({ ...workflow, graph: { ...workflow.graph, ...graph } });

const mapNodes = (workflow: Workflow, change: (node: WorkflowNode) => WorkflowNode): Workflow =>
  withGraph(workflow, { nodes: workflow.graph.nodes.map(change) });

/** Adds nodes and wires. */
export function addParts(
  nodes: readonly WorkflowNode[],
  edges: readonly WorkflowEdge[] = [],
): Edit {
  return (workflow) =>
    withGraph(workflow, {
      nodes: [...workflow.graph.nodes, ...nodes],
      edges: [...workflow.graph.edges, ...edges],
    });
}

/** Removes nodes with their wires, and wires. */
export function removeParts(nodes: ReadonlySet<string>, edges: ReadonlySet<string>): Edit {
  return (workflow) =>
    withGraph(workflow, {
      nodes: workflow.graph.nodes.filter((node) => !nodes.has(node.id)),
      edges: workflow.graph.edges.filter(
        (edge) => !edges.has(edge.id ?? '') && !nodes.has(edge.source) && !nodes.has(edge.target),
      ),
    });
}

/** Wires two ports; `replaces` are wires that have to give way. */
export function connect(
  source: PortAddress,
  target: PortAddress,
  replaces: readonly string[] = [],
): Edit {
  return (workflow) => {
    const edge = {
      id: newEdgeId(),
      source: source.nodeId,
      sourceHandle: source.port,
      target: target.nodeId,
      targetHandle: target.port,
    };
    const kept = workflow.graph.edges.filter((other) => !replaces.includes(other.id ?? ''));
    return withGraph(workflow, { edges: [...kept, edge] });
  };
}

/** Sets inputs and settings of a node; `undefined` takes a value away. */
export function setData(nodeId: string, values: Readonly<Record<string, unknown>>): Edit {
  return (workflow) =>
    mapNodes(workflow, (node) => {
      if (node.id !== nodeId) return node;
      const merged = { ...nodeData(node), ...values };
      const data = Object.fromEntries(
        Object.entries(merged).filter(([, value]) => value !== undefined),
      );
      const field =
        node.data === undefined && node.properties !== undefined ? 'properties' : 'data';
      return { ...node, [field]: data };
    });
}

/** Puts nodes where they are told. */
export function moveNodes(positions: ReadonlyMap<string, Point>): Edit {
  return (workflow) =>
    mapNodes(workflow, (node) => {
      const position = positions.get(node.id);
      return position === undefined ? node : withView(node, { position });
    });
}

/** Moves nodes by a distance. */
export function shiftNodes(ids: ReadonlySet<string>, by: Point): Edit {
  return (workflow) =>
    mapNodes(workflow, (node) => {
      if (!ids.has(node.id)) return node;
      const { x, y } = positionOf(node);
      return withView(node, { position: { x: x + by.x, y: y + by.y } });
    });
}

/** Sets what is only of the view: title, expanded, bypassed. `undefined` takes it away. */
export function setView(ids: ReadonlySet<string>, values: Readonly<Record<string, unknown>>): Edit {
  return (workflow) =>
    mapNodes(workflow, (node) => (ids.has(node.id) ? withView(node, values) : node));
}

/** Renames the workflow. */
export function renameWorkflow(name: string): Edit {
  return (workflow) => ({ ...workflow, name });
}

function withView(node: WorkflowNode, values: Readonly<Record<string, unknown>>): WorkflowNode {
  const merged = { ...node.ui_properties, ...values };
  const view = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== undefined),
  );
  return { ...node, ui_properties: view };
}
