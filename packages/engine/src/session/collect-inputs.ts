import { acceptValue, NodetoolError } from '@nodetool-ai/graph';
import type { InputDeclaration } from '@nodetool-ai/graph';
import { UpstreamEnded } from '../flow/upstream-ended.ts';
import type { PlannedEdge, PlannedNode } from './plan-run.ts';

/** The inputs of a node as its code gets them: values, and async iterables for streams. */
export type CollectedInputs = Readonly<Record<string, unknown>>;

/**
 * Waits until every value input has its value. Rejects with UpstreamEnded when a node that is needed gave none, with
 * NODE_INPUT_MISSING or NODE_INPUT_INVALID. Streams are handed over at once: reading them is up to the node.
 */
export async function collectInputs(node: PlannedNode): Promise<CollectedInputs> {
  const entries = Object.entries(node.ports.inputs).map(async ([name, input]) => {
    const edges = node.incoming.filter((edge) => edge.targetHandle === name);
    return [name, await collectInput(node, name, input, edges)] as const;
  });
  // All are waited for, so that no rejection is left alone; the first one counts.
  const settled = await Promise.allSettled(entries);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return Object.fromEntries(
    settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
  );
}

async function collectInput(
  node: PlannedNode,
  name: string,
  input: InputDeclaration,
  edges: readonly PlannedEdge[],
): Promise<unknown> {
  const [edge] = edges;
  if (edge === undefined) return unwiredValue(node, name, input);
  if (input.mode === 'stream') return checkedStream(edge, name, input);
  const collected = await Promise.all(edges.map(collectEdge));
  const given = collected.filter((value) => value !== undefined);
  if (given.length === 0) {
    if (!input.required) return unwiredValue(node, name, { ...input, required: false });
    throw new UpstreamEnded(`${edge.source} gave nothing on ${edge.sourceHandle}`);
  }
  if (edges.length === 1) return checked(name, input, given[0]);
  // Several wires go only into lists.
  return given.flatMap((value) => {
    const list = checked(name, input, value);
    return Array.isArray(list) ? list : [list];
  });
}

/** What came over a wire in all: the value, the joined text, or the list of a stream; undefined when nothing did. */
async function collectEdge({ channel, output }: PlannedEdge): Promise<unknown> {
  const values: unknown[] = [];
  for await (const value of channel) values.push(value);
  if (output.mode !== 'stream') return values[0];
  return output.type.kind === 'text' ? values.join('') : values;
}

async function* checkedStream(
  edge: PlannedEdge,
  name: string,
  input: InputDeclaration,
): AsyncGenerator<unknown, void, void> {
  for await (const value of edge.channel) yield checked(name, input, value);
}

function unwiredValue(node: PlannedNode, name: string, input: InputDeclaration): unknown {
  const value = node.data[name] ?? input.default;
  const isMissing =
    value === undefined || value === null || (value === '' && input.required === true);
  if (!isMissing) {
    const accepted = checked(name, input, value);
    return input.mode === 'stream' ? streamOfOne(accepted) : accepted;
  }
  if (input.required)
    throw new NodetoolError('NODE_INPUT_MISSING', `The input ${name} has no value.`);
  return input.mode === 'stream' ? streamOfOne(undefined) : undefined;
}

async function* streamOfOne(value: unknown): AsyncGenerator<unknown, void, void> {
  if (value !== undefined) yield value;
}

function checked(name: string, input: InputDeclaration, value: unknown): unknown {
  const accepted = acceptValue(input.type, value);
  if (accepted.ok) return accepted.value;
  throw new NodetoolError('NODE_INPUT_INVALID', `The input ${name}: ${accepted.reason}.`);
}
