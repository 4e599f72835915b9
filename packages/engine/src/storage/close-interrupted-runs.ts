import { appendFile, readdir, readFile, truncate } from 'node:fs/promises';
import { NodetoolError, runEventSchema, toErrorShape } from '@nodetool-ai/graph';
import type { RunEvent } from '@nodetool-ai/graph';
import { readRunEvents } from './read-run-events.ts';
import { eventsFile } from './run-journal.ts';
import { forgetWriter, isBeingWritten } from './run-writer.ts';

/**
 * Ends the records of runs whose process died: every node that had begun gets its end, and the run ends as failed with
 * RUN_INTERRUPTED. A line that was cut is taken away. Records that another living process writes are left alone. Gives
 * the ids of the runs it ended. Only the `most` newest are looked at.
 */
export async function closeInterruptedRuns(runsFolder: string, most = 200): Promise<string[]> {
  const closed: string[] = [];
  for (const runId of await newestRuns(runsFolder, most)) {
    if (await isBeingWritten(runsFolder, runId)) continue;
    try {
      const { events, isComplete } = await readRunEvents(runsFolder, runId);
      if (isComplete) continue;
      await dropCutLine(eventsFile(runsFolder, runId));
      const ending = endingOf(events, runId);
      await appendFile(
        eventsFile(runsFolder, runId),
        ending.map((event) => `${JSON.stringify(runEventSchema.parse(event))}\n`).join(''),
      );
      await forgetWriter(runsFolder, runId);
      closed.push(runId);
    } catch {
      // A damaged record stays as it is: it can be looked at, and it hinders no other.
    }
  }
  return closed;
}

/** Ids of runs, newest first; ids sort by time. */
export async function newestRuns(runsFolder: string, most: number): Promise<readonly string[]> {
  try {
    const names = await readdir(runsFolder);
    return names
      .filter((name) => /^[\w-]{1,64}$/.test(name))
      .toSorted()
      .toReversed()
      .slice(0, most);
  } catch {
    return [];
  }
}

async function dropCutLine(file: string): Promise<void> {
  const text = await readFile(file);
  const end = text.lastIndexOf(0x0a) + 1;
  if (end < text.byteLength) await truncate(file, end);
}

function endingOf(events: readonly RunEvent[], runId: string): readonly RunEvent[] {
  const error = toErrorShape(new NodetoolError('RUN_INTERRUPTED'));
  const begun = new Map<string, { at: number; isStarted: boolean }>();
  for (const event of events) {
    if (event.type === 'node-queue') begun.set(event.nodeId, { at: event.at, isStarted: false });
    if (event.type === 'node-start') begun.set(event.nodeId, { at: event.at, isStarted: true });
    if (event.type === 'node-end') begun.delete(event.nodeId);
  }
  // What is not known is when the process died: the last thing it wrote is the latest that is known.
  const at = events.at(-1)?.at ?? 0;
  const first = events[0]?.at ?? at;
  let seq = (events.at(-1)?.seq ?? -1) + 1;
  const envelope = () => ({ seq: seq++, runId, path: [], at });
  const nodes = [...begun].map(([nodeId, node]): RunEvent => {
    const base = { type: 'node-end' as const, nodeId, ...envelope() };
    return node.isStarted
      ? { ...base, status: 'failed', durationMs: Math.max(0, at - node.at), error }
      : { ...base, status: 'skipped', durationMs: 0, reason: 'The run was interrupted.' };
  });
  const start: RunEvent[] = events.length === 0 ? [{ type: 'run-start', ...envelope() }] : [];
  const durationMs = Math.max(0, at - first);
  return [
    ...start,
    ...nodes,
    { type: 'run-end', ...envelope(), status: 'failed', durationMs, error },
  ];
}
