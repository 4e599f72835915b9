/** A wire as the order sees it. */
export interface Link {
  readonly source: string;
  readonly target: string;
}

/** Either an order in which every source comes before its targets, or the nodes of one cycle in wire order. */
export type TopologicalOrder =
  | { readonly order: readonly string[] }
  | { readonly cycle: readonly string[] };

/** Orders nodes; among those that are free the order of the list decides. Links to unlisted nodes are ignored. */
export function topologicalOrder(
  nodeIds: readonly string[],
  links: readonly Link[],
): TopologicalOrder {
  const known = new Set(nodeIds);
  const targets = new Map<string, string[]>();
  const waiting = new Map(nodeIds.map((id) => [id, 0]));
  for (const { source, target } of links) {
    if (!known.has(source) || !known.has(target)) continue;
    targets.set(source, [...(targets.get(source) ?? []), target]);
    waiting.set(target, (waiting.get(target) ?? 0) + 1);
  }
  const order = nodeIds.filter((id) => waiting.get(id) === 0);
  for (const id of order) {
    for (const target of targets.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  if (order.length === nodeIds.length) return { order };
  return { cycle: findCycle(new Set(nodeIds.filter((id) => (waiting.get(id) ?? 0) > 0)), targets) };
}

/** Every node left over lies on a cycle or behind one; walking backwards along sources must meet a node twice. */
function findCycle(
  left: ReadonlySet<string>,
  targets: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const sourceOf = new Map<string, string>();
  for (const source of left) {
    for (const target of targets.get(source) ?? [])
      if (left.has(target)) sourceOf.set(target, source);
  }
  const walked: string[] = [];
  let current = [...sourceOf.keys()][0] ?? '';
  while (!walked.includes(current)) {
    walked.push(current);
    current = sourceOf.get(current) ?? current;
  }
  return walked.slice(walked.indexOf(current)).toReversed();
}
