import { describeValue, isRecord } from '@nodetool-ai/graph';
import { describeStep } from './path-step.ts';
import type { PathStep } from './path-step.ts';

/** The value at the end of a path, or the step that failed and why. */
export type Followed =
  | { readonly found: true; readonly value: unknown }
  | { readonly found: false; readonly step: number; readonly reason: string };

type Lookup =
  | { readonly hit: true; readonly values: readonly unknown[] }
  | { readonly hit: false; readonly reason: string };

/** Keys and characters of keys in a message; a model can invent thousands. */
const MOST_KEYS = 10;
const LONGEST_KEY = 40;

/**
 * Walks into a JSON value along own properties only. After `[*]` the result is a list, and items that lack a later
 * step are left out of it; when not a single one has it, the step failed.
 */
export function followPath(value: unknown, steps: readonly PathStep[]): Followed {
  let current: readonly unknown[] = [value];
  let isMany = false;
  for (const [index, step] of steps.entries()) {
    const lookups = current.map((item) => lookUp(item, step));
    const [first] = lookups;
    if (first !== undefined && !first.hit && lookups.every((lookup) => !lookup.hit)) {
      const reason = `step ${index + 1} (${describeStep(step)}): ${first.reason}`;
      return { found: false, step: index, reason };
    }
    isMany ||= step.kind === 'all';
    current = lookups.flatMap((lookup) => (lookup.hit ? lookup.values : []));
  }
  return { found: true, value: isMany ? current : current[0] };
}

function lookUp(value: unknown, step: PathStep): Lookup {
  if (Array.isArray(value)) return lookUpItem(value, step);
  if (!isRecord(value)) return miss(`${describeScalar(value)} holds no further values`);
  if (step.kind === 'all') return { hit: true, values: Object.values(value) };
  const name = step.kind === 'name' ? step.name : String(step.index);
  if (step.kind === 'name' && Object.hasOwn(value, name))
    return { hit: true, values: [value[name]] };
  return miss(`the object has ${describeKeys(Object.keys(value))}`);
}

function lookUpItem(list: readonly unknown[], step: PathStep): Lookup {
  if (step.kind === 'all') return { hit: true, values: list };
  if (step.kind === 'name' && !/^(0|[1-9]\d{0,8})$/.test(step.name))
    return miss(`there is a list of ${list.length}; pick an item with [0] or all with [*]`);
  const wanted = step.kind === 'name' ? Number(step.name) : step.index;
  const index = wanted < 0 ? list.length + wanted : wanted;
  return index >= 0 && index < list.length
    ? { hit: true, values: [list[index]] }
    : miss(`the list has ${list.length} items`);
}

const miss = (reason: string): Lookup => ({ hit: false, reason });

function describeScalar(value: unknown): string {
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' || typeof value === 'boolean'
    ? `a ${typeof value}`
    : describeValue(value);
}

function describeKeys(keys: readonly string[]): string {
  if (keys.length === 0) return 'no keys';
  const shown = keys.slice(0, MOST_KEYS).map((key) => key.slice(0, LONGEST_KEY));
  const more = keys.length - shown.length;
  return `only ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
