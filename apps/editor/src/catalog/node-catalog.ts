import type { NodeDescription, NodesReport } from '@nodetool-ai/graph';

/** Every node that can be put on the mat. */
export interface NodeCatalog {
  readonly nodes: readonly NodeDescription[];
  readonly packs: NodesReport['packs'];
  readonly describe: (type: string) => NodeDescription | undefined;
}

/** Makes the catalogue of what the server reported. */
export function createNodeCatalog({ nodes, packs }: NodesReport): NodeCatalog {
  const byType = new Map(nodes.map((node) => [node.type, node]));
  return { nodes, packs, describe: (type) => byType.get(type) };
}

/** Nodes by the task that they are for, in the order of the palette. */
export const CATEGORIES: readonly { readonly title: string; readonly groups: readonly string[] }[] =
  [
    { title: 'Input', groups: ['input'] },
    { title: 'Models', groups: ['text', 'image'] },
    { title: 'Text and data', groups: ['data', 'flow'] },
    { title: 'Output', groups: ['output'] },
  ];

/** Where a node stands in the palette. */
export function categoryOf(node: NodeDescription): string {
  const group = node.type.split('.').at(-2) ?? '';
  if (node.models === undefined && group === 'text') return 'Text and data';
  return CATEGORIES.find(({ groups }) => groups.includes(group))?.title ?? 'Others';
}

/** The first line of the description: what the node does. */
export function summaryOf(node: NodeDescription): string {
  return node.description.split('\n')[0] ?? '';
}
