import type { StarterPart, StarterReport } from '@nodetool-ai/graph';
import { formatSize, formatTable } from './table.ts';

const HEADINGS = ['PART', 'DOES', 'DOWNLOAD', 'ON DISK', 'LICENCE', 'FROM'];

/** What parts of the starter engine are, cost and come from; free room last, where it is known. */
export function describeParts(
  parts: readonly StarterPart[],
  { freeBytes }: Pick<StarterReport, 'freeBytes'>,
): string {
  const rows = parts.map((part) => [
    part.title,
    part.does,
    formatSize(part.downloadBytes),
    formatSize(part.diskBytes),
    part.licence,
    part.source,
  ]);
  const free = freeBytes === undefined ? '' : `Free on the disk: ${formatSize(freeBytes)}.\n`;
  return `${formatTable(HEADINGS, rows)}${free}`;
}

/** `230 MB to download, 220 MB on disk`. */
export function describeCost(parts: readonly StarterPart[]): string {
  const sum = (pick: (part: StarterPart) => number) =>
    formatSize(parts.reduce((bytes, part) => bytes + pick(part), 0));
  const download = sum(({ downloadBytes }) => downloadBytes);
  return `${download} to download, ${sum(({ diskBytes }) => diskBytes)} on disk`;
}
