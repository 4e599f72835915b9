import { z } from 'zod';

/** The version that this code writes. A file without one is NodeTool's own and is read as version 0. */
export const WORKFLOW_FORMAT_VERSION = 1;

const identifier = z.string().min(1, 'must not be empty').max(256, 'is longer than 256 characters');

/** A node in a file. Fields that are not named here are kept as they are. */
export const workflowNodeSchema = z.looseObject({
  id: identifier,
  type: z.string().min(1, 'must not be empty').max(256, 'is longer than 256 characters'),
  /** Values of inputs without a wire, and settings. */
  data: z.record(z.string(), z.unknown()).optional(),
  /** What NodeTool's runtime side calls `data`. */
  properties: z.record(z.string(), z.unknown()).optional(),
  parent_id: z.string().nullish(),
  ui_properties: z.looseObject({ bypassed: z.boolean().optional() }).nullish(),
  dynamic_properties: z.record(z.string(), z.unknown()).nullish(),
  dynamic_outputs: z.record(z.string(), z.unknown()).nullish(),
  sync_mode: z.string().nullish(),
});

/** A wire in a file. */
export const workflowEdgeSchema = z.looseObject({
  id: identifier.nullish(),
  source: identifier,
  sourceHandle: identifier,
  target: identifier,
  targetHandle: identifier,
  edge_type: z.string().nullish(),
});

/** A workflow file in NodeTool's shape. */
export const workflowSchema = z.looseObject({
  formatVersion: z.int().nonnegative().optional(),
  id: z.string().max(256, 'is longer than 256 characters').nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  graph: z.looseObject({ nodes: z.array(workflowNodeSchema), edges: z.array(workflowEdgeSchema) }),
});

/** See {@link workflowNodeSchema}. */
export type WorkflowNode = z.infer<typeof workflowNodeSchema>;
/** See {@link workflowEdgeSchema}. */
export type WorkflowEdge = z.infer<typeof workflowEdgeSchema>;
/** See {@link workflowSchema}. */
export type Workflow = z.infer<typeof workflowSchema>;

/** The values of a node's inputs and settings, whichever of the two names the file uses. */
export function nodeData(node: WorkflowNode): Readonly<Record<string, unknown>> {
  return node.data ?? node.properties ?? {};
}

/** The id of an edge; files of other tools may have none, then its place in the list names it. */
export function edgeId(edge: WorkflowEdge, index: number): string {
  return edge.id ?? `edge-${index}`;
}
