import { isRecord } from '@nodetool-ai/graph';
import type { WorkflowNode } from '@nodetool-ai/graph';

/** A place on the mat, in px. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a node stands; files of other tools may not say, then it is at the origin. */
export function positionOf(node: WorkflowNode): Point {
  const position = node.ui_properties?.['position'];
  const x = isRecord(position) ? position['x'] : 0;
  const y = isRecord(position) ? position['y'] : 0;
  // A file may say anything; far outside nothing can be found again.
  const bounded = (value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) ? Math.max(-1e6, Math.min(1e6, value)) : 0;
  return { x: bounded(x), y: bounded(y) };
}

/** The name that the person gave it, or undefined. */
export function givenTitle(node: WorkflowNode): string | undefined {
  const title = node.ui_properties?.['title'];
  return typeof title === 'string' && title !== '' ? title : undefined;
}

/** Whether all its settings are shown. */
export function isExpanded(node: WorkflowNode): boolean {
  return node.ui_properties?.['expanded'] === true;
}

/** Whether it is left out of runs. */
export function isBypassed(node: WorkflowNode): boolean {
  return node.ui_properties?.bypassed === true;
}
