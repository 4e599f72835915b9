import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** While a run is recorded, this file beside its events names the process that writes them. */
const writerFile = (runsFolder: string, runId: string) => join(runsFolder, runId, 'writer');

/** Notes that this process writes the record of the run. */
export async function noteWriter(runsFolder: string, runId: string): Promise<void> {
  await writeFile(writerFile(runsFolder, runId), String(process.pid), { mode: 0o600 });
}

/** The record is complete, or given up. */
export async function forgetWriter(runsFolder: string, runId: string): Promise<void> {
  await rm(writerFile(runsFolder, runId), { force: true });
}

/** Whether a living process writes the record of the run. */
export async function isBeingWritten(runsFolder: string, runId: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(writerFile(runsFolder, runId), 'utf8'));
    if (!Number.isSafeInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
