import { NodetoolError } from '@nodetool-ai/graph';
import type { ModelFacts } from '@nodetool-ai/graph';
import { PROVIDER_IDS } from '@nodetool-ai/runtime';
import type { Command } from '../arguments/command.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { formatSize, formatTable } from '../output/table.ts';
import { writeJson } from '../output/write-json.ts';
import { safeFor } from '../terminal.ts';
import { ollamaUrlOption } from './run-options.ts';
import { withContext } from './with-context.ts';

const KINDS: Readonly<Record<string, (facts: ModelFacts) => boolean>> = {
  language: (facts) => facts.completion !== 'no',
  embedding: (facts) => facts.embedding === 'yes',
  vision: (facts) => facts.vision === 'yes',
};

/** `nodetool models list`: what is installed and what each can do, as the daemon says. */
export const modelsList: Command = {
  name: 'models list',
  operands: [],
  summary: 'List the installed models and what each can do.',
  options: [
    {
      name: 'kind',
      kind: 'text',
      value: '<language|embedding|vision>',
      help: 'Only models of this kind.',
    },
    { name: 'json', kind: 'flag', help: 'Print all facts as JSON.' },
    ollamaUrlOption,
  ],
  examples: ['nodetool models list', 'nodetool models list --kind embedding --json'],
  run: async (invocation, terminal) => {
    const kind = invocation.text('kind');
    if (kind !== undefined && !Object.hasOwn(KINDS, kind)) {
      throw usageError(
        `--kind: ${kind} is not one of ${Object.keys(KINDS).join(', ')}.`,
        'models list',
      );
    }
    const ollamaUrl = invocation.text('ollama-url');
    const all = await withContext(terminal.environment, { ollamaUrl }, async ({ services }) => {
      const provider = await services.providers.get(PROVIDER_IDS.OLLAMA);
      return provider.listModelFacts({ complete: true, signal: terminal.signal });
    });
    const models = all.filter(KINDS[kind ?? ''] ?? (() => true));
    if (invocation.flag('json')) writeJson(terminal, { models }, 2);
    else if (models.length === 0) throw noModels(kind, all.length);
    else terminal.stdout.write(safeFor(terminal.stdout, formatTable(HEADINGS, models.map(toRow))));
    return EXIT.ok;
  },
};

const HEADINGS = [
  'NAME',
  'SIZE',
  'PARAMS',
  'QUANT',
  'CONTEXT',
  'DIMENSIONS',
  'LOADED',
  'CAPABILITIES',
];

function toRow(model: ModelFacts): readonly string[] {
  const dimensions = model.embedding === 'yes' ? (model.dimensions?.toString() ?? '?') : '-';
  return [
    model.id,
    formatSize(model.sizeBytes),
    model.parameterSize ?? '?',
    model.quantization ?? '?',
    model.contextLength?.toString() ?? '?',
    dimensions,
    model.loaded === 'unknown' ? '?' : model.loaded,
    model.capabilities?.join(',') ?? '?',
  ];
}

function noModels(kind: string | undefined, installed: number): NodetoolError {
  const example = kind === 'embedding' ? 'all-minilm' : kind === 'vision' ? 'gemma3' : 'llama3.2';
  const what =
    kind === undefined || installed === 0
      ? 'No model is installed.'
      : `None of the ${installed} installed models is of the kind ${kind}.`;
  return new NodetoolError('MODEL_NOT_FOUND', what, {
    hint: `Pull one, for example: ollama pull ${example}`,
  });
}
