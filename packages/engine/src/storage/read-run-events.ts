import { readFile } from 'node:fs/promises';
import { NodetoolError, runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent } from '@nodetool-ai/graph';
import { eventsFile } from './run-journal.ts';

/** The record of a run. */
export interface RecordedRun {
  readonly events: readonly RunEvent[];
  /** False when the record stops before the end of the run: the process died, or still runs. */
  readonly isComplete: boolean;
}

/**
 * Reads the record of a run, from event number `from` on. A last line that was cut by a crash is left out. Rejects with
 * RUN_NOT_FOUND, and with STORAGE_FAILED for a line in the middle that is no event.
 */
export async function readRunEvents(
  runsFolder: string,
  runId: string,
  from = 0,
): Promise<RecordedRun> {
  let text: string;
  try {
    text = await readFile(eventsFile(runsFolder, runId), 'utf8');
  } catch (error) {
    throw new NodetoolError('RUN_NOT_FOUND', `No run ${runId.slice(0, 64)} is recorded.`, {
      cause: error,
    });
  }
  const lines = text.split('\n');
  // Text after the last line end is a line that was not finished.
  lines.pop();
  const events = lines.map((line, index) => readLine(line, index));
  return {
    events: events.filter((event) => event.seq >= from),
    isComplete: events.at(-1)?.type === 'run-end',
  };
}

function readLine(line: string, index: number): RunEvent {
  try {
    return runEventSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new NodetoolError(
      'STORAGE_FAILED',
      `Line ${index + 1} of the record of the run is damaged.`,
      { cause: error },
    );
  }
}
