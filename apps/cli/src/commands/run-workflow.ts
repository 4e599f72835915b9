import type { RunResult } from '@nodetool-ai/engine';
import { nodeData, parseWorkflow, workflowParameters } from '@nodetool-ai/graph';
import type { NodeRegistry, Workflow } from '@nodetool-ai/graph';
import type { Command, Invocation } from '../arguments/command.ts';
import { readWorkflowText } from '../arguments/read-workflow-text.ts';
import { readValue, splitAssignment } from '../arguments/read-value.ts';
import { usageError } from '../arguments/usage-error.ts';
import type { RuntimeContext } from '@nodetool-ai/server/runtime-context';
import { executeRun } from './execute-run.ts';
import type { Terminal } from '../terminal.ts';
import { runOptions } from './run-options.ts';
import { withContext } from './with-context.ts';

/** `nodetool run <workflow.json>`: runs a workflow file. */
export const runWorkflow: Command = {
  name: 'run',
  operands: ['<workflow.json|->'],
  summary: 'Run a workflow file and print its results.',
  options: [
    {
      name: 'param',
      kind: 'text',
      multiple: true,
      value: '<name=value|name=@file>',
      help: 'The value of an input node; an image from a file.',
    },
    {
      name: 'model',
      kind: 'text',
      value: '<name>',
      help: 'The model of every node that answers text, instead of the one in the file.',
    },
    ...runOptions,
  ],
  examples: [
    'nodetool run examples/first-answer.json --model llama3.2 --param prompt="Why is the sky blue?"',
    'nodetool run examples/describe-image.json --param image=@photo.jpg',
    'nodetool run examples/compare-sentences.json --json',
  ],
  run: async (invocation, terminal) => {
    const options = { ollamaUrl: invocation.text('ollama-url'), isRecorded: true };
    return withContext(terminal.environment, options, (context) =>
      runFile(invocation, terminal, context),
    );
  },
};

async function runFile(
  invocation: Invocation,
  terminal: Terminal,
  context: RuntimeContext,
): Promise<number> {
  const parsed = parseWorkflow(await readWorkflowText(invocation.operands[0] ?? '', terminal));
  const workflow = withModel(parsed, context.nodes, invocation.text('model'));
  const shownNodes = findShownNodes(workflow, context.nodes);
  return executeRun({
    invocation,
    terminal,
    launcher: context.launcher,
    workflow,
    parameters: await readParameters(invocation, workflow, context),
    shownNodes,
    toJson: (result) => toJson(result, shownNodes),
  });
}

async function readParameters(
  invocation: Invocation,
  workflow: Workflow,
  { nodes, assets }: RuntimeContext,
): Promise<Record<string, unknown>> {
  const known = workflowParameters(workflow, nodes);
  const parameters: Record<string, unknown> = {};
  for (const assignment of invocation.texts('param')) {
    const { name, value } = splitAssignment(assignment, 'param');
    const parameter = known.find((candidate) => candidate.name === name);
    if (parameter === undefined) {
      const names = known.map((candidate) => candidate.name).join(', ');
      throw usageError(
        `The workflow has no parameter ${name}. It takes: ${names === '' ? 'none' : names}.`,
        'run',
      );
    }
    parameters[name] = await readValue(name, value, parameter.type, assets);
  }
  return parameters;
}

/** Nodes that ask for a model that answers text get this one. */
function withModel(
  workflow: Workflow,
  registry: NodeRegistry,
  model: string | undefined,
): Workflow {
  if (model === undefined) return workflow;
  const nodes = workflow.graph.nodes.map((node) => {
    const requirement = registry.get(node.type)?.declaration.models?.['model'];
    const isMeant = requirement?.capability === 'completion';
    return isMeant ? { ...node, data: { ...nodeData(node), model } } : node;
  });
  return { ...workflow, graph: { ...workflow.graph, nodes } };
}

/** Output nodes; where a workflow has none, the nodes at its ends. */
function findShownNodes(workflow: Workflow, registry: NodeRegistry): readonly string[] {
  const { nodes, edges } = workflow.graph;
  const known = nodes.filter((node) => registry.get(node.type) !== undefined);
  const outputs = known.filter((node) => registry.get(node.type)?.declaration.role === 'output');
  const ends = known.filter((node) => !edges.some((edge) => edge.source === node.id));
  return (outputs.length > 0 ? outputs : ends).map((node) => node.id);
}

function toJson(result: RunResult, shownNodes: readonly string[]): unknown {
  return {
    ok: result.status === 'completed',
    status: result.status,
    runId: result.runId,
    outputs: Object.fromEntries(shownNodes.map((id) => [id, result.nodes[id]?.outputs ?? {}])),
    nodes: Object.fromEntries(
      Object.entries(result.nodes).map(([id, { status, usage, error }]) => [
        id,
        {
          status,
          ...(usage === undefined ? {} : { usage }),
          ...(error === undefined ? {} : { error }),
        },
      ]),
    ),
    ...(result.error === undefined ? {} : { error: result.error }),
  };
}
