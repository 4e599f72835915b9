import type { LoadedModelInfo } from '@nodetool-ai/runtime';
import type { Command } from '../arguments/command.ts';
import { EXIT } from '../exit-code.ts';
import { formatTime } from '../output/format-time.ts';
import { formatSize, formatTable } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { safeFor } from '../terminal.ts';
import { withProvider } from './with-provider.ts';
import { ollamaUrlOption } from './run-options.ts';

/** `nodetool models loaded`: which models are in memory, and until when. */
export const modelsLoaded: Command = {
  name: 'models loaded',
  operands: [],
  summary: 'List the models in memory, where they are and until when.',
  options: [{ name: 'json', kind: 'flag', help: 'Print them as JSON.' }, ollamaUrlOption],
  examples: ['nodetool models loaded', 'nodetool models loaded --json'],
  run: async (invocation, terminal) => {
    const models = await withProvider(invocation, terminal, (provider) =>
      provider.models.loaded({ signal: terminal.signal }),
    );
    if (invocation.flag('json')) writeJson(terminal, { models }, 2);
    else if (models.length === 0) terminal.stderr.write('No model is loaded.\n');
    else terminal.stdout.write(safeFor(terminal.stdout, formatTable(HEADINGS, models.map(toRow))));
    return EXIT.ok;
  },
};

const HEADINGS = ['NAME', 'MEMORY', 'WHERE', 'CONTEXT', 'LEAVES'];

function toRow(model: LoadedModelInfo): readonly string[] {
  return [
    model.name,
    formatSize(model.sizeBytes),
    whereIs(model),
    model.contextLength?.toString() ?? '?',
    leaves(model),
  ];
}

function whereIs({ sizeBytes, vramBytes }: LoadedModelInfo): string {
  if (sizeBytes === undefined || vramBytes === undefined) return '?';
  const percent = Math.min(100, Math.floor((vramBytes / sizeBytes) * 100));
  return percent === 0 ? 'CPU' : percent === 100 ? 'GPU' : `${percent} % GPU`;
}

function leaves({ expiresAtMs, staysForEver }: LoadedModelInfo): string {
  if (staysForEver === 'yes') return 'never';
  if (expiresAtMs === undefined) return '?';
  const seconds = (expiresAtMs - Date.now()) / 1000;
  // Its time is over, and a request that uses it still holds it.
  return seconds <= 0 ? 'when free' : `in ${formatTime(seconds)}`;
}
