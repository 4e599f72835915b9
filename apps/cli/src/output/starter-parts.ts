import type { StarterPart, StarterReport } from '@nodetool-ai/graph';
import { formatSize, formatTable } from './table.ts';

const HEADINGS = ['PART', 'DOES', 'DOWNLOAD', 'ON DISK', 'LICENCE'];

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
  ]);
  const sources = describeSources(parts.map(({ title, source }) => [title, source]));
  const free = freeBytes === undefined ? '' : `Free on the disk: ${formatSize(freeBytes)}.\n`;
  return `${formatTable(HEADINGS, rows)}${sources}${free}`;
}

/** Where parts come from, a line each: in a table they would make it wider than most terminals. */
export function describeSources(
  parts: readonly (readonly [title: string, source: string])[],
): string {
  return parts.map(([title, source]) => `${title} is from ${source}.\n`).join('');
}

/** `230 MB to download, 220 MB on disk`. */
export function describeCost(parts: readonly StarterPart[]): string {
  const sum = (pick: (part: StarterPart) => number) =>
    formatSize(parts.reduce((bytes, part) => bytes + pick(part), 0));
  const download = sum(({ downloadBytes }) => downloadBytes);
  return `${download} to download, ${sum(({ diskBytes }) => diskBytes)} on disk`;
}
