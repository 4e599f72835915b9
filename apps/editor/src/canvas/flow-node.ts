import type { NodeDescription, PortType, ResolvedPorts, WorkflowNode } from '@nodetool-ai/graph';
import type { Edge, Node } from '@xyflow/react';
import type { NodeLayout } from '../geometry/node-layout.ts';

/** What a node on the mat is drawn from. */
export interface NodeViewData extends Record<string, unknown> {
  readonly node: WorkflowNode;
  readonly description: NodeDescription | undefined;
  readonly ports: ResolvedPorts;
  readonly layout: NodeLayout;
  /** `side port` of every port that has a wire. */
  readonly wired: ReadonlySet<string>;
}

/** A node as the canvas takes it. */
export type FlowNode = Node<NodeViewData, 'node'>;

/** What a wire is drawn from. */
export interface WireData extends Record<string, unknown> {
  readonly type: PortType;
  readonly title: string;
}

/** A wire as the canvas takes it. */
export type FlowEdge = Edge<WireData, 'wire'>;
