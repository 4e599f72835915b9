import { isDeeperThan } from './is-deeper-than.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Places that may be looked at to find every mistake. */
const MOST_LOOKS = 10_000;
/** Longest way into a schema or a value that is counted. */
const MOST_LEVELS = 100;

interface Shape {
  /** The most branches (`anyOf`, `oneOf`) that stand beside one another. */
  readonly branches: number;
  readonly hasReferences: boolean;
}

const shapes = new WeakMap<Schema, Shape>();

/**
 * Whether all mistakes of a value can be found in a short time. Whoever wants all of them walks every branch of
 * a definition that contains itself at every level of the value, which takes branches to the power of levels.
 */
export function isQuicklyExplained(schema: Schema, value: unknown): boolean {
  const shape = shapes.get(schema) ?? shapeOf(schema);
  shapes.set(schema, shape);
  if (!shape.hasReferences || shape.branches < 2) return true;
  const mostLevels = Math.floor(Math.log(MOST_LOOKS) / Math.log(shape.branches));
  return !isDeeperThan(mostLevels, value);
}

function shapeOf(schema: unknown, level = 0): Shape {
  let branches = 0;
  let hasReferences = false;
  if (typeof schema !== 'object' || schema === null) return { branches, hasReferences };
  // What is deeper than this is taken for the worst.
  if (level > MOST_LEVELS) return { branches: Infinity, hasReferences: true };
  for (const [key, member] of Object.entries(schema)) {
    const isBranched = (key === 'anyOf' || key === 'oneOf') && Array.isArray(member);
    const inner = shapeOf(member, level + 1);
    branches = Math.max(branches, inner.branches, isBranched ? member.length : 0);
    hasReferences ||= inner.hasReferences || key === '$ref' || key === '$dynamicRef';
  }
  return { branches, hasReferences };
}
