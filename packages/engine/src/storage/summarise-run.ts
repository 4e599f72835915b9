import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { NodetoolError, runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent, RunSummary } from '@nodetool-ai/graph';
import { readRunEvents } from './read-run-events.ts';
import { eventsFile } from './run-journal.ts';

/** An event without text or values is far shorter; only the first and the last line are read. */
const END_BYTES = 65_536;

/** Says when a recorded run began and how it ended, without reading all of it. Rejects with RUN_NOT_FOUND. */
export async function summariseRun(runsFolder: string, runId: string): Promise<RunSummary> {
  let file: FileHandle | undefined;
  try {
    file = await open(eventsFile(runsFolder, runId), 'r');
    const { size } = await file.stat();
    const first = parseEvent((await readLines(file, 0, Math.min(size, END_BYTES)))[0]);
    // After the last line end is nothing, or a line that is being written.
    const lines = await readLines(file, Math.max(0, size - END_BYTES), END_BYTES);
    const last = parseEvent(lines.at(-2));
    if (first?.type !== 'run-start') throw new Error('the record does not begin with its start');
    const { workflowId, workflowName } = first;
    const base = {
      runId,
      startedAt: first.at,
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(workflowName === undefined ? {} : { workflowName }),
    };
    const end = last ?? (await lastEvent(runsFolder, runId));
    if (end?.type !== 'run-end') return { ...base, state: 'running' };
    const { status, durationMs, error } = end;
    return { ...base, state: status, durationMs, ...(error === undefined ? {} : { error }) };
  } catch (error) {
    throw new NodetoolError('RUN_NOT_FOUND', `No run ${runId.slice(0, 64)} is recorded.`, {
      cause: error,
    });
  } finally {
    await file?.close();
  }
}

/** A last line that is longer than the part that was read is looked for in all of the record. */
async function lastEvent(runsFolder: string, runId: string): Promise<RunEvent | undefined> {
  return (await readRunEvents(runsFolder, runId)).events.at(-1);
}

/** The lines in a part of the file; the first and the last may be pieces. */
async function readLines(
  file: FileHandle,
  position: number,
  length: number,
): Promise<readonly string[]> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('utf8', 0, bytesRead).split('\n');
}

function parseEvent(line: string | undefined): RunEvent | undefined {
  try {
    return runEventSchema.parse(JSON.parse(line ?? ''));
  } catch {
    return undefined;
  }
}
