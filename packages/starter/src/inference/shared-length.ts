/** How many items two lists have in common at their start. */
export function sharedLength<Item>(left: readonly Item[], right: readonly Item[]): number {
  const differing = left.findIndex((item, index) => item !== right[index]);
  return differing < 0 ? left.length : differing;
}
