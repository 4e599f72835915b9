/** Bytes for people, with three digits: `98.4 MB`, `1.20 GB`. Decimal units, as downloads are told. */
export function byteWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let index = 0;
  let value = bytes;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  const digits = index === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[index] ?? ''}`;
}
