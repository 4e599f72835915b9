import { port as portType } from '@nodetool-ai/graph';
import type { Workflow } from '@nodetool-ai/graph';
import { Position } from '@xyflow/react';
import type { NodeCatalog } from '../catalog/node-catalog.ts';
import { isBypassed, positionOf } from '../document/node-view-data.ts';
import type { Point } from '../document/node-view-data.ts';
import { findPort } from '../document/node-ports.ts';
import type { PortsByNode } from '../document/node-ports.ts';
import { MEASURES } from '../geometry/measures.ts';
import { layoutNode } from '../geometry/node-layout.ts';
import type { NodeLayout } from '../geometry/node-layout.ts';
import { titleOf } from './title-of.ts';
import type { FlowEdge, FlowNode, NodeViewData } from './flow-node.ts';

/** What the canvas shows. */
export interface FlowInput {
  readonly workflow: Workflow;
  readonly ports: PortsByNode;
  readonly catalog: NodeCatalog;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Nodes that are part of the run that is shown. */
  readonly hasRun: (nodeId: string) => boolean;
  /** Where nodes are while they are dragged. */
  readonly dragged: ReadonlyMap<string, Point>;
  /** Sizes that were measured on the screen: with what a run adds. */
  readonly measured: ReadonlyMap<string, { width: number; height: number }>;
}

declare global {
  /** A test may hang a map here: it gets the layout of every node that is built. */
  var nodetoolLayouts: Map<string, NodeLayout> | undefined;
}

interface Built {
  readonly key: string;
  readonly from: readonly unknown[];
  readonly flow: FlowNode;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Turns a workflow into what the canvas takes. Sizes and ports are worked out, so that nodes out of view are wired
 * without being drawn. A node that did not change stays the same object.
 */
export class FlowBuilder {
  #nodes = new Map<string, Built>();

  /** The nodes, in the order of the workflow. */
  nodes(input: FlowInput): FlowNode[] {
    const wired = wiredPorts(input.workflow);
    const next = new Map<string, Built>();
    const nodes = input.workflow.graph.nodes.map((node) => {
      const ports = input.ports.get(node.id) ?? { inputs: {}, outputs: {} };
      const wires = wired.get(node.id) ?? NONE;
      const isSelected = input.selectedNodes.has(node.id);
      const hasStatus =
        input.hasRun(node.id) ||
        isBypassed(node) ||
        input.catalog.describe(node.type) === undefined;
      const position = input.dragged.get(node.id) ?? positionOf(node);
      const measured = input.measured.get(node.id);
      const key = `${isSelected} ${hasStatus} ${position.x} ${position.y} ${[...wires].join(' ')}`;
      const from = [node, ports, measured];
      const known = this.#nodes.get(node.id);
      const isSame = known?.key === key && known.from.every((part, index) => part === from[index]);
      const flow =
        known !== undefined && isSame
          ? known.flow
          : makeNode({
              node,
              ports,
              wired: wires,
              description: input.catalog.describe(node.type),
              hasStatus,
              position,
              isSelected,
              measured,
            });
      next.set(node.id, { key, from, flow });
      return flow;
    });
    this.#nodes = next;
    return nodes;
  }
}

/** The wires. One whose ends are missing is not drawn; the list of problems names it. */
export function buildEdges(input: FlowInput): FlowEdge[] {
  return input.workflow.graph.edges.flatMap((edge, index): FlowEdge[] => {
    const output = findPort(input.ports.get(edge.source)?.outputs, edge.sourceHandle);
    if (output === undefined || !input.ports.has(edge.target)) return [];
    const type =
      output.mode === 'stream' && output.type.kind !== 'text'
        ? portType.list(output.type)
        : output.type;
    const id = edge.id ?? `edge-${index}`;
    return [
      {
        id,
        type: 'wire',
        source: edge.source,
        sourceHandle: edge.sourceHandle,
        target: edge.target,
        targetHandle: edge.targetHandle,
        selected: input.selectedEdges.has(id),
        focusable: false,
        data: {
          type,
          title: `${edge.source} ${edge.sourceHandle} to ${edge.target} ${edge.targetHandle}`,
        },
      },
    ];
  });
}

function makeNode(from: {
  readonly node: NodeViewData['node'];
  readonly ports: NodeViewData['ports'];
  readonly wired: ReadonlySet<string>;
  readonly description: NodeViewData['description'];
  readonly hasStatus: boolean;
  readonly position: Point;
  readonly isSelected: boolean;
  readonly measured: { width: number; height: number } | undefined;
}): FlowNode {
  const { node, ports, wired, description, hasStatus, position, isSelected } = from;
  const inputs = new Set(
    [...wired].filter((wire) => wire.startsWith('input ')).map((wire) => wire.slice(6)),
  );
  const layout = layoutNode({ node, description, ports, wired: inputs, hasStatus });
  globalThis.nodetoolLayouts?.set(node.id, layout);
  const size = from.measured ?? { width: layout.width, height: layout.height };
  return {
    id: node.id,
    type: 'node',
    position: { x: position.x, y: position.y },
    width: layout.width,
    measured: size,
    selected: isSelected,
    ariaLabel: titleOf({ node, description }),
    data: { node, description, ports, layout, wired },
    handles: layout.ports.map(({ name, side, x, y }) => ({
      id: name,
      type: side === 'input' ? 'target' : 'source',
      position: side === 'input' ? Position.Left : Position.Right,
      x,
      y,
      width: MEASURES.handle,
      height: MEASURES.handle,
    })),
  };
}

function wiredPorts(workflow: Workflow): ReadonlyMap<string, ReadonlySet<string>> {
  const wired = new Map<string, Set<string>>();
  const add = (nodeId: string, port: string) => {
    const ports = wired.get(nodeId) ?? new Set();
    wired.set(nodeId, ports.add(port));
  };
  for (const edge of workflow.graph.edges) {
    add(edge.source, `output ${edge.sourceHandle}`);
    add(edge.target, `input ${edge.targetHandle}`);
  }
  return wired;
}
