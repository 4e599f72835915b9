import type { IncomingMessage } from 'node:http';
import { runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent, Workflow, WorkflowNode } from '@nodetool-ai/graph';
import type { TestServer } from './start-test-server.ts';

/** One server-sent event. */
export interface SentEvent {
  readonly id: string | undefined;
  /** `message` where the server names none. */
  readonly name: string;
  readonly data: unknown;
}

/** A workflow of nodes by id (type and data) and wires such as `a.text > b.value`. */
export function workflowOf(
  nodes: Readonly<Record<string, readonly [type: string, data?: WorkflowNode['data']]>>,
  ...wires: readonly string[]
): Workflow {
  return {
    formatVersion: 1,
    graph: {
      nodes: Object.entries(nodes).map(([id, [type, data = {}]]) => ({ id, type, data })),
      edges: wires.map((wire, index) => {
        const [source = '', sourceHandle = '', target = '', targetHandle = ''] =
          wire.split(/ > |\./);
        return { id: `wire-${index}`, source, sourceHandle, target, targetHandle };
      }),
    },
  };
}

/** A model of the scripted daemon answers a prompt, and the answer is shown. */
export const QUESTION = workflowOf(
  {
    ask: ['nodetool.text.Generate', { model: 'smollm2:135m', prompt: 'What is the capital?' }],
    show: ['nodetool.output.Preview'],
  },
  'ask.text > show.value',
);

/** Starts a run and gives its id. */
export async function startRun(
  server: TestServer,
  workflow: unknown,
  parameters?: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await server.ask('/api/runs', { method: 'POST', body: { workflow, parameters } });
  const runId: unknown = Reflect.get(Object(answer.json), 'runId');
  if (answer.status !== 201 || typeof runId !== 'string') throw new Error(answer.text);
  return runId;
}

/** What the server sends, event by event, until it ends the answer. */
export async function* sentEvents(response: IncomingMessage): AsyncGenerator<SentEvent> {
  let pending = '';
  response.setEncoding('utf8');
  for await (const piece of response) {
    const blocks = (pending + String(piece)).split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readBlock(block);
      if (event !== undefined) yield event;
    }
  }
}

/** The events of a run, from the answer that sends them, up to its end or to the first that `isLast`. */
export async function eventsFrom(
  response: IncomingMessage,
  isLast: (event: RunEvent) => boolean = () => false,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const { name, data } of sentEvents(response)) {
    if (name === 'end') break;
    const event = runEventSchema.parse(data);
    events.push(event);
    if (isLast(event)) break;
  }
  return events;
}

/** All events of a run, which is followed to its end. */
export async function eventsOf(
  server: TestServer,
  runId: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RunEvent[]> {
  return eventsFrom(await server.open(`/api/runs/${runId}/events`, { headers }));
}

/** Runs a workflow to its end and gives its events. */
export async function runToEnd(server: TestServer, workflow: unknown): Promise<RunEvent[]> {
  return eventsOf(server, await startRun(server, workflow));
}

function readBlock(block: string): SentEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    // A line that begins with the colon is a comment.
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return { id: fields.get('id'), name: fields.get('event') ?? 'message', data: JSON.parse(data) };
}
