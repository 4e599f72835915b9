import { NodetoolError } from '@nodetool-ai/graph';
import type { NodeImplementation, NodeRegistry } from '@nodetool-ai/graph';
import { usageError } from './usage-error.ts';

/** The node of that type. Throws USAGE for an empty type, NODE_TYPE_UNKNOWN with near names for one that is not there. */
export function findNode(nodes: NodeRegistry, type: string): NodeImplementation {
  if (type === '') throw usageError('Say which node type.', 'node list');
  const node = nodes.get(type);
  if (node !== undefined) return node;
  const word = type.split('.').at(-1)?.toLowerCase() ?? '';
  const near = nodes
    .list()
    .map((declaration) => declaration.type)
    .filter((name) => isNear(name.split('.').at(-1)?.toLowerCase() ?? '', word));
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : 'See the types with `nodetool node list`.';
  throw new NodetoolError('NODE_TYPE_UNKNOWN', `There is no node type ${type}.`, { hint });
}

function isNear(name: string, word: string): boolean {
  return name.includes(word) || word.includes(name) || distance(name, word) <= 2;
}

/** Number of letters to add, drop or change (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
