/** Gives the JSON pointer of a member: `/a~1b` for the key `a/b` of the whole. */
export function appendPointer(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Gives the keys that a JSON pointer goes through; `''` is the whole and goes through none. */
export function pointerKeys(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Gives what stands at the JSON pointer, or undefined when nothing does; inherited members do not count. */
export function valueAt(whole: unknown, pointer: string): unknown {
  let value = whole;
  for (const key of pointerKeys(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/**
 * Gives the JSON pointer that a `$ref` names within its own schema (`#` is the whole), or undefined for a reference to
 * an anchor or to another document.
 */
export function localPointer(reference: unknown): string | undefined {
  if (typeof reference !== 'string') return undefined;
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}
