import { nodeData } from '@nodetool-ai/graph';
import { givenTitle } from '../document/node-view-data.ts';
import type { NodeViewData } from './flow-node.ts';

/** The title of a node: what the person calls it, the name of the input or result, else what it is. */
export function titleOf({ node, description }: Pick<NodeViewData, 'node' | 'description'>): string {
  const name = description?.role === undefined ? undefined : nodeData(node)['name'];
  const ownName = typeof name === 'string' && name !== '' ? name : undefined;
  return givenTitle(node) ?? ownName ?? description?.title ?? node.type;
}
