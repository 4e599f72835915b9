import { ExecutionSession, MemoryAssetStore } from '@nodetool-ai/engine';
import type { SessionOptions } from '@nodetool-ai/engine';
import type { RunEvent, Workflow } from '@nodetool-ai/graph';
import { testRegistry } from './test-nodes.ts';

/** A session over the test nodes. */
export function sessionOf(
  workflow: Workflow,
  options: Partial<SessionOptions> = {},
): ExecutionSession {
  return new ExecutionSession({
    runId: 'run',
    workflow,
    registry: testRegistry(),
    assets: new MemoryAssetStore(),
    ...options,
  });
}

/** Runs to the end; gives the result, every event, and how each node ended. */
export async function runFlow(workflow: Workflow, options: Partial<SessionOptions> = {}) {
  const session = sessionOf(workflow, options);
  const events: RunEvent[] = [];
  session.subscribe((event) => events.push(event));
  const result = await session.run();
  const statuses = Object.fromEntries(
    Object.values(result.nodes).map((node) => [node.nodeId, node.status]),
  );
  const outputs = Object.fromEntries(
    Object.values(result.nodes).map((node) => [node.nodeId, node.outputs]),
  );
  return { result, events, statuses, outputs };
}

/** What is wrong with the events of a run; empty when every promise about them holds. */
export function brokenPromises(events: readonly RunEvent[]): readonly string[] {
  const wrong: string[] = [];
  if (events.some((event, index) => event.seq !== index)) wrong.push('numbers have gaps');
  if (new Set(events.map((event) => event.runId)).size > 1) wrong.push('several run ids');
  if (events[0]?.type !== 'run-start' || events.at(-1)?.type !== 'run-end')
    wrong.push('not between run-start and run-end');
  const ended = new Set<string>();
  const done = new Set<string>();
  for (const event of events) {
    if ('nodeId' in event && event.nodeId !== undefined && ended.has(event.nodeId))
      wrong.push(`${event.type} after the end of ${event.nodeId}`);
    if (event.type === 'node-end') ended.add(event.nodeId);
    if (event.type === 'edge-flow' && done.has(event.edgeId))
      wrong.push(`edge ${event.edgeId} after its end`);
    if (event.type === 'edge-flow' && event.done) done.add(event.edgeId);
  }
  for (const event of events) {
    if (event.type === 'node-queue' && !ended.has(event.nodeId))
      wrong.push(`${event.nodeId} has no end`);
  }
  return wrong;
}
