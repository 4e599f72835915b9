import type { NodeDescription } from '@nodetool-ai/graph';

/**
 * The nodes that fit what was typed, the best first: the beginning of the title, of a word of it, its letters in
 * order, then what the description says. Without a search all in their order.
 */
export function searchNodes(
  nodes: readonly NodeDescription[],
  search: string,
): readonly NodeDescription[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return nodes;
  return nodes
    .map((node) => ({
      node,
      score: scoreOf(node.title, `${node.description} ${node.type}`, wanted),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score)
    .map(({ node }) => node);
}

/** How well a title, or else a description, fits; 0 = not at all. `wanted` is in lower case. */
export function scoreOf(title: string, description: string, wanted: string): number {
  const name = title.toLowerCase();
  if (name === wanted) return 6;
  if (name.startsWith(wanted)) return 5;
  if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 4;
  if (name.includes(wanted)) return 3;
  if (description.toLowerCase().includes(wanted)) return 2;
  return hasLettersInOrder(name, wanted) ? 1 : 0;
}

function hasLettersInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
