/** Whether lists and objects are nested in one another over more than so many levels; a number or text has none. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels <= 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}
