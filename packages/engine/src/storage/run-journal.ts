import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '@nodetool-ai/graph';
import { forgetWriter, noteWriter } from './run-writer.ts';

/** Writes the events of a run to its file. */
export interface RunJournal {
  /** Takes an event; it is on the disk at the latest when its node or the run has ended. Never throws. */
  append(event: RunEvent): void;
  /** Waits until everything is on the disk and closes the file. Gives what went wrong, if anything did. */
  close(): Promise<Error | undefined>;
}

/** A run id becomes the name of a folder. */
const RUN_ID = /^[\w-]{1,64}$/;

/** Where the events of a run are. Throws RangeError for an id that is none. */
export function eventsFile(runsFolder: string, runId: string): string {
  if (!RUN_ID.test(runId))
    throw new RangeError('the id of a run has letters, digits, _ and - only');
  return join(runsFolder, runId, 'events.ndjson');
}

/**
 * Opens `<runsFolder>/<runId>/events.ndjson` for appending. When it cannot be written (a full disk), `onError` is told
 * once and the run goes on without its record.
 */
export function openRunJournal(
  runsFolder: string,
  runId: string,
  onError: (error: Error) => void,
): RunJournal {
  const path = eventsFile(runsFolder, runId);
  let file: FileHandle | undefined;
  let failure: Error | undefined;
  let pending: string[] = [];
  let chain: Promise<void> = Promise.resolve();

  async function write(mustSync: boolean): Promise<void> {
    const text = pending.join('');
    pending = [];
    if (failure !== undefined) return;
    try {
      if (file === undefined) {
        await mkdir(join(runsFolder, runId), { recursive: true, mode: 0o700 });
        file = await open(path, 'ax', 0o600);
        await noteWriter(runsFolder, runId);
      }
      if (text !== '') await file.appendFile(text);
      if (mustSync) await file.datasync();
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      onError(failure);
    }
  }

  return {
    append: (event) => {
      pending.push(`${JSON.stringify(event)}\n`);
      const mustSync = event.type === 'node-end' || event.type === 'run-end';
      chain = chain.then(() => (pending.length > 0 || mustSync ? write(mustSync) : undefined));
    },
    close: async () => {
      await chain;
      await file?.close();
      if (file !== undefined) await forgetWriter(runsFolder, runId);
      return failure;
    },
  };
}
