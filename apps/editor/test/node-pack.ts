import { describeNode, noModelFacts, resolvePorts } from '@nodetool-ai/graph';
import type { NodeDescription, ResolvedPorts, WorkflowNode } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import { createNodeCatalog } from '../src/catalog/node-catalog.ts';

/** Every node of the pack, as the server reports it. */
export const NODES: readonly NodeDescription[] = nodePack.nodes.map(({ declaration }) =>
  describeNode(declaration),
);

/** The nodes of the pack as the editor knows them. */
export const CATALOG = createNodeCatalog({
  nodes: NODES,
  packs: [{ name: nodePack.name, version: nodePack.version }],
});

/** A node of the pack by its short name: `text.Generate`. */
export function describeType(name: string): NodeDescription {
  const found = CATALOG.describe(`nodetool.${name}`);
  if (found === undefined) throw new Error(`there is no node nodetool.${name}`);
  return found;
}

/** A node of a workflow, of a type of the pack or of one with dots of its own. */
export function nodeOf(
  type: string,
  fields: Partial<WorkflowNode> & { readonly id?: string } = {},
): WorkflowNode {
  return { id: 'a', type: CATALOG.describe(`nodetool.${type}`)?.type ?? type, data: {}, ...fields };
}

/** The ports of a node with its settings, as the server works them out. */
export function portsOf(node: WorkflowNode): ResolvedPorts {
  const declaration = nodePack.nodes.find((known) => known.declaration.type === node.type);
  return declaration === undefined
    ? { inputs: {}, outputs: {} }
    : resolvePorts(declaration.declaration, node.data ?? {}, noModelFacts);
}
