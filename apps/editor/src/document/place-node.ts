import type { NodeDescription, Workflow, WorkflowNode } from '@nodetool-ai/graph';
import { newNodeId, nodeIds } from './ids.ts';
import { positionOf } from './node-view-data.ts';
import type { Point } from './node-view-data.ts';

/** Nodes stand on multiples of this, in px. */
export const GRID_PX = 8;
/** Two nodes nearer than this would lie on each other. */
const NEAR = { x: 200, y: 60 };

/** A point on the grid. */
export function snap({ x, y }: Point): Point {
  return { x: Math.round(x / GRID_PX) * GRID_PX, y: Math.round(y / GRID_PX) * GRID_PX };
}

/** A new node of a type, near a point where none stands yet. */
export function newNode(workflow: Workflow, description: NodeDescription, at: Point): WorkflowNode {
  return {
    id: newNodeId(description.type, nodeIds(workflow)),
    type: description.type,
    data: {},
    ui_properties: { position: freePlace(workflow, snap(at)) },
  };
}

function freePlace(workflow: Workflow, wanted: Point): Point {
  const points = workflow.graph.nodes.map(positionOf);
  let place = wanted;
  const isTaken = ({ x, y }: Point) =>
    points.some((point) => Math.abs(point.x - x) < NEAR.x && Math.abs(point.y - y) < NEAR.y);
  while (isTaken(place)) place = { x: place.x + GRID_PX * 4, y: place.y + GRID_PX * 8 };
  return place;
}

/** Room for one node with its output, in px; and so many stand beside each other before a new row begins. */
const CELL = { x: 328, y: 288 };
const COLUMNS = 3;

/**
 * A place for a node that is put nowhere in particular: the nearest in rows to the right of and below a point where no
 * node lies under it.
 */
export function roomyPlace(workflow: Workflow, wanted: Point): Point {
  const points = workflow.graph.nodes.map(positionOf);
  const isFree = (place: Point) =>
    points.every(
      ({ x, y }) =>
        Math.abs(x - place.x) >= CELL.x - GRID_PX || Math.abs(y - place.y) >= CELL.y - GRID_PX,
    );
  for (let cell = 0; ; cell += 1) {
    const column = cell % COLUMNS;
    const row = Math.floor(cell / COLUMNS);
    const place = { x: wanted.x + column * CELL.x, y: wanted.y + row * CELL.y };
    if (isFree(place)) return place;
  }
}
