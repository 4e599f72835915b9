/** One step of a path into JSON. */
export type PathStep =
  /** A key of an object; digits alone also pick an item of a list. */
  | { readonly kind: 'name'; readonly name: string }
  /** An item of a list; -1 is the last. */
  | { readonly kind: 'index'; readonly index: number }
  /** Every item of a list, or every value of an object. */
  | { readonly kind: 'all' };

/** Gives a step as it is written: `.name`, `["odd name"]`, `[0]`, `[*]`. */
export function describeStep(step: PathStep): string {
  if (step.kind === 'all') return '[*]';
  if (step.kind === 'index') return `[${step.index}]`;
  return /^[\p{L}\p{N}_-]+$/u.test(step.name) ? `.${step.name}` : `[${JSON.stringify(step.name)}]`;
}
