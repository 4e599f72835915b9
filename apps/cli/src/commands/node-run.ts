import { SINGLE_NODE_ID, singleNodeWorkflow } from '@nodetool-ai/engine';
import { isRecord, resolvePorts } from '@nodetool-ai/graph';
import type { NodeDeclaration } from '@nodetool-ai/graph';
import type { Command, Invocation } from '../arguments/command.ts';
import { findNode } from '../arguments/find-node.ts';
import { readSource } from '../arguments/read-source.ts';
import { readValue, splitAssignment } from '../arguments/read-value.ts';
import { usageError } from '../arguments/usage-error.ts';
import type { RuntimeContext } from '@nodetool-ai/server/runtime-context';
import type { Terminal } from '../terminal.ts';
import { executeRun } from './execute-run.ts';
import { runOptions } from './run-options.ts';
import { withContext } from './with-context.ts';

/** `nodetool node run <type>`: runs one node alone. */
export const nodeRun: Command = {
  name: 'node run',
  operands: ['<type>'],
  summary: 'Run one node and print its answer as it comes.',
  options: [
    {
      name: 'props',
      kind: 'text',
      value: '<json|@file|->',
      help: 'Inputs and settings as a JSON object.',
    },
    {
      name: 'input',
      kind: 'text',
      multiple: true,
      value: '<name=value|name=@file>',
      help: 'One input or setting; an image from a file.',
    },
    { name: 'model', kind: 'text', value: '<name>', help: 'The model, as in --props.' },
    {
      name: 'provider',
      kind: 'text',
      value: '<name>',
      help: 'Who runs the model. Default ollama.',
    },
    ...runOptions,
  ],
  examples: [
    `nodetool node run nodetool.text.Generate --props '{"prompt":"hello","provider":"ollama","model":"llama3.2:latest"}'`,
    'nodetool node run nodetool.image.Vision --model gemma3 --input image=@photo.jpg',
    'nodetool node run nodetool.text.Embed --model all-minilm --input text="a sentence" --json',
    'echo \'{"prompt":"hello"}\' | nodetool node run nodetool.text.Generate --props - --model llama3.2',
  ],
  run: async (invocation, terminal) => {
    const ollamaUrl = invocation.text('ollama-url');
    return withContext(terminal.environment, { ollamaUrl }, (context) =>
      runNode(invocation, terminal, context),
    );
  },
};

async function runNode(
  invocation: Invocation,
  terminal: Terminal,
  context: RuntimeContext,
): Promise<number> {
  const { declaration } = findNode(context.nodes, invocation.operands[0] ?? '');
  const data = await readData(invocation, terminal, context, declaration);
  return executeRun({
    invocation,
    terminal,
    launcher: context.launcher,
    workflow: singleNodeWorkflow(declaration.type, data),
    shownNodes: [SINGLE_NODE_ID],
    toJson: (result) => {
      const node = result.nodes[SINGLE_NODE_ID];
      return {
        ok: result.status === 'completed',
        status: result.status,
        nodeType: declaration.type,
        outputs: node?.outputs ?? {},
        ...(node?.usage === undefined ? {} : { usage: node.usage }),
        ...(result.error === undefined ? {} : { error: result.error }),
      };
    },
  });
}

async function readData(
  invocation: Invocation,
  terminal: Terminal,
  { assets }: RuntimeContext,
  declaration: NodeDeclaration,
): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {
    ...(await readProps(invocation.text('props'), terminal)),
  };
  for (const name of ['model', 'provider']) {
    const value = invocation.text(name);
    if (value !== undefined) data[name] = value;
  }
  for (const assignment of invocation.texts('input')) {
    const { name, value } = splitAssignment(assignment, 'input');
    // Ports may depend on what was set so far.
    const input = resolvePorts(declaration, data).inputs[name];
    const isSetting = name in declaration.props.shape;
    if (input === undefined && !isSetting) throw unknownName(declaration, name, data);
    data[name] = isSetting
      ? readSetting(declaration, name, value)
      : await readValue(name, value, input?.type, assets);
  }
  const known = { ...resolvePorts(declaration, data).inputs, ...declaration.props.shape };
  const unknown = Object.keys(data).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) throw unknownName(declaration, unknown, data);
  return data;
}

async function readProps(
  source: string | undefined,
  terminal: Terminal,
): Promise<Record<string, unknown>> {
  if (source === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(await readSource(source, terminal));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageError(`--props is not JSON: ${error.message}.`, 'node run');
  }
  if (!isRecord(value)) throw usageError('--props must be a JSON object.', 'node run');
  return value;
}

/** A setting is JSON where that fits (numbers, lists), else the text itself. */
function readSetting(declaration: NodeDeclaration, name: string, value: string): unknown {
  const schema = declaration.props.shape[name];
  try {
    const parsed: unknown = JSON.parse(value);
    const accepts = declaration.props.safeParse({ [name]: parsed }).success;
    if (schema !== undefined && accepts) return parsed;
  } catch {
    // Not JSON: the text itself is meant.
  }
  return value;
}

function unknownName(
  declaration: NodeDeclaration,
  name: string,
  data: Readonly<Record<string, unknown>>,
) {
  const names = [
    ...Object.keys(resolvePorts(declaration, data).inputs),
    ...Object.keys(declaration.props.shape),
  ];
  return usageError(
    `${declaration.type} has no input or setting ${name}. It has: ${names.join(', ')}.`,
    `node info ${declaration.type}`,
  );
}
