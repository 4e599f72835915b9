/** The fields of an object without those that may be undefined, which become optional. */
export type DefinedFields<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Gives a copy without the fields that are undefined, so that "not given" stays "not given". */
export function definedFields<T extends object>(fields: T): DefinedFields<T> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the names that entries had
  return Object.fromEntries(given) as DefinedFields<T>;
}
