import type { PathStep } from './path-step.ts';

/** The steps of a path, or where and why it cannot be read. */
export type ParsedPath =
  | { readonly ok: true; readonly steps: readonly PathStep[] }
  | { readonly ok: false; readonly reason: string };

/** `.name`, `["name"]` or `['name']` (a backslash takes the next character as it is), `[0]`, `[-1]`, `[*]`. */
const STEP =
  /\.([^\s.[\]'"*$]+)|\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d{1,9})|(\*))\s*\]/suy;

const unescape = (quoted: string) => quoted.replaceAll(/\\(.)/gsu, '$1');

/**
 * Reads a path such as `$.a[0].b`, `a.b` or `items[*]["odd name"]`. `$` and the empty path mean the whole value.
 * Filters, slices and `..` are no part of it.
 */
export function parsePath(path: string): ParsedPath {
  const text = withoutRoot(path.trim());
  const offset = path.trim().length - text.length;
  const steps: PathStep[] = [];
  const pattern = new RegExp(STEP);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const rest = text.slice(start, start + 20);
      // A name at the very start gets a dot of ours, so places count from one before it.
      const place = Math.max(1, start + offset + 1);
      return {
        ok: false,
        reason: `the path cannot be read from character ${place} (${rest}): write names as .name or ["name"], items as [0] or [*]`,
      };
    }
    steps.push(toStep(match));
  }
  return { ok: true, steps };
}

/** `$.a` and `a` are the same: both become `.a`. */
function withoutRoot(path: string): string {
  if (path.startsWith('$')) return path.slice(1);
  return path === '' || path.startsWith('[') || path.startsWith('.') ? path : `.${path}`;
}

function toStep(match: RegExpExecArray): PathStep {
  const [, name, doubleQuoted, singleQuoted, index, all] = match;
  if (all !== undefined) return { kind: 'all' };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (name !== undefined) return { kind: 'name', name };
  return { kind: 'name', name: unescape(doubleQuoted ?? singleQuoted ?? '') };
}
