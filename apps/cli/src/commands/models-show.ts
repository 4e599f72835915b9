import type { ModelDetails } from '@nodetool-ai/runtime';
import type { Command } from '../arguments/command.ts';
import { modelOperand } from '../arguments/model-operand.ts';
import { EXIT } from '../exit-code.ts';
import { formatSize } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { safeFor } from '../terminal.ts';
import { withProvider } from './with-provider.ts';
import { ollamaUrlOption } from './run-options.ts';

/** `nodetool models show <name>`: everything that the daemon says of one model. */
export const modelsShow: Command = {
  name: 'models show',
  operands: ['<name>'],
  summary: 'Show what a model can do, its settings, template and licence.',
  options: [
    { name: 'json', kind: 'flag', help: 'Print everything as JSON, the whole licence too.' },
    ollamaUrlOption,
  ],
  examples: ['nodetool models show llama3.2', 'nodetool models show all-minilm --json'],
  run: async (invocation, terminal) => {
    const name = modelOperand(invocation, 'models show');
    const details = await withProvider(invocation, terminal, ({ models }) =>
      models.show(name, { signal: terminal.signal }),
    );
    if (invocation.flag('json')) writeJson(terminal, details, 2);
    else terminal.stdout.write(safeFor(terminal.stdout, describe(details)));
    return EXIT.ok;
  },
};

function describe(details: ModelDetails): string {
  const { facts, modifiedAt, requires, parameters, system, template, license } = details;
  const context = facts.contextLength?.toString() ?? '?';
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Capabilities', facts.capabilities?.join(', ') ?? '?'],
    ['Family', facts.family ?? '?'],
    ['Parameters', facts.parameterSize ?? '?'],
    ['Quantisation', facts.quantization ?? '?'],
    ['Context', `${context}${loadedContext(facts.loadedContextLength)}`],
    ['Dimensions', facts.embedding === 'yes' ? (facts.dimensions?.toString() ?? '?') : undefined],
    ['Size', formatSize(facts.sizeBytes)],
    ['Loaded', facts.loaded === 'unknown' ? '?' : facts.loaded],
    ['Where', facts.remote === true ? 'in the cloud' : undefined],
    ['Digest', facts.digest],
    ['Changed', modifiedAt],
    ['Needs Ollama', requires],
  ];
  const shown = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`${label.padEnd(12)}  ${value}\n`],
  );
  const texts = [
    section('Settings', parameters),
    section('System', system),
    section('Template', template),
    section('Licence', license === undefined ? undefined : beginningOf(license)),
  ];
  return `${facts.id}\n\n${shown.join('')}${texts.join('')}`;
}

function loadedContext(length: number | undefined): string {
  return length === undefined ? '' : ` (loaded with ${length})`;
}

function section(title: string, text: string | undefined): string {
  if (text === undefined) return '';
  const lines = text.trimEnd().split('\n');
  return `\n${title}:\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`;
}

/** Licences are long; their first lines say which one it is. */
function beginningOf(license: string): string {
  const lines = license.split('\n').filter((line) => line.trim() !== '');
  const more = lines.length > 2 ? ['… (the whole text: --json)'] : [];
  return [...lines.slice(0, 2).map((line) => line.trim()), ...more].join('\n');
}
