import type { Workflow } from '@nodetool-ai/graph';
import { positionOf } from '../document/node-view-data.ts';
import type { Point } from '../document/node-view-data.ts';

/** Across the direction a step counts this many times, so that a row is left only when it ends. */
const ASIDE = 2;

/** The nearest node in a direction; without a beginning the first of the workflow. */
export function nearestNode(
  workflow: Workflow,
  fromId: string | undefined,
  direction: Point,
): string | undefined {
  const { nodes } = workflow.graph;
  const from = nodes.find((node) => node.id === fromId);
  if (from === undefined) return nodes[0]?.id;
  const start = positionOf(from);
  let best: { id: string; cost: number } | undefined;
  for (const node of nodes) {
    if (node === from) continue;
    const { x, y } = positionOf(node);
    const along = (x - start.x) * direction.x + (y - start.y) * direction.y;
    const aside = Math.abs((x - start.x) * direction.y) + Math.abs((y - start.y) * direction.x);
    if (along <= 0) continue;
    const cost = along + aside * ASIDE;
    if (best === undefined || cost < best.cost) best = { id: node.id, cost };
  }
  return best?.id;
}
