import type { StarterReport } from '@nodetool-ai/graph';
import { ModelLibrary } from '@nodetool-ai/starter';
import type { LibraryModel } from '@nodetool-ai/starter';
import type { Command } from '../arguments/command.ts';
import { EXIT } from '../exit-code.ts';
import { describeCost, describeSources } from '../output/starter-parts.ts';
import { formatSize, formatTable } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { safeFor } from '../terminal.ts';
import { withStarter } from './with-starter.ts';

/** `nodetool starter status`: what of the starter engine is there. Starts and fetches nothing. */
export const starterStatus: Command = {
  name: 'starter status',
  operands: [],
  summary: 'Show what of the starter engine is installed, and where.',
  options: [{ name: 'json', kind: 'flag', help: 'Print it as JSON.' }],
  examples: ['nodetool starter status', 'nodetool starter status --json'],
  run: (invocation, terminal) =>
    withStarter(terminal, async ({ starter, report }) => {
      const models = await new ModelLibrary(starter.folder).list();
      const { root: folder } = starter.folder;
      const { stdout } = terminal;
      if (invocation.flag('json')) writeJson(terminal, { ...report, folder, models }, 2);
      else stdout.write(safeFor(stdout, describe(report, folder, models)));
      return EXIT.ok;
    }),
};

const HEADINGS = ['PART', 'NAME', 'INSTALLED', 'ON DISK', 'LICENCE'];

function describe(report: StarterReport, folder: string, models: readonly LibraryModel[]): string {
  const { parts, freeBytes } = report;
  const recordOf = (id: string) => models.find(({ name }) => name === id);
  const rows = parts.map(({ id, title, diskBytes, isInstalled, licence }) => [
    title,
    id === 'engine' ? '-' : id,
    isInstalled ? 'yes' : 'no',
    formatSize(diskBytes),
    licence,
  ]);
  const added = models.filter(({ name }) => parts.every(({ id }) => id !== name));
  const addedRows = added.map(({ name, sizeBytes, licence }) => [
    'added model',
    name,
    'yes',
    formatSize(sizeBytes),
    licence ?? '?',
  ]);
  const all = [...rows, ...addedRows];
  const sources = describeSources([
    ...parts.map(({ id, title, source }) => [title, recordOf(id)?.source ?? source] as const),
    ...added.map(({ name, source }) => [name, source] as const),
  ]);
  const table = all.length === 0 ? '' : formatTable(HEADINGS, all);
  const free = freeBytes === undefined ? '' : ` (${formatSize(freeBytes)} free)`;
  return `${table}${sources}${verdict(report)}\nFolder: ${folder}${free}.\n`;
}

function verdict({ isSupported, unsupportedCause, isInstalled, parts }: StarterReport): string {
  if (!isSupported) return unsupportedCause ?? 'There is no starter engine for this system.';
  const missing = parts.filter((part) => !part.isInstalled);
  const rest = `\`nodetool starter install\` fetches it (${describeCost(missing)}).`;
  if (!isInstalled) return `The starter engine is not installed: ${rest}`;
  const state = 'The starter engine is installed and answers wherever no Ollama does.';
  return missing.length === 0 ? state : `${state} A part is missing: ${rest}`;
}
