import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { NodetoolError } from '@nodetool-ai/graph';
import { toStorageError } from './storage-error.ts';

const POLL_MS = 20;
/** Work under a lock takes milliseconds; after this long something is wrong. */
const PATIENCE_MS = 10_000;

/** Runs the work while nobody else, here or in another process, runs under the same lock file. The lock of a dead process is taken over. */
export async function withFileLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const before = lastTurns.get(lockFile) ?? Promise.resolve();
  const turn = before.then(() => workUnderLock(lockFile, work));
  const settled = turn.then(ignore, ignore);
  lastTurns.set(lockFile, settled);
  try {
    return await turn;
  } finally {
    if (lastTurns.get(lockFile) === settled) lastTurns.delete(lockFile);
  }
}

/** Who comes next does not care how it went. */
const ignore = (): void => {};

/** Who waits in this process, one after the other: a lock that is being given back looks like that of a dead process. */
const lastTurns = new Map<string, Promise<void>>();

async function workUnderLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await take(lockFile))) {
    if (Date.now() > end) {
      throw new NodetoolError('STORAGE_FAILED', `${lockFile} is held by another process.`, {
        hint: 'If no other nodetool runs, remove this file and try again.',
      });
    }
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
    ours.delete(lockFile);
  }
}

async function take(lockFile: string): Promise<boolean> {
  try {
    await writeFile(lockFile, String(process.pid), { flag: 'wx', mode: 0o600 });
    ours.add(lockFile);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw toStorageError(error, `${lockFile} could not be written`);
    }
  }
  if (await isOwnerGone(lockFile)) await rm(lockFile, { force: true });
  return false;
}

/** Locks of this process: another one may have had its number before (in a container each is often 1). */
const ours = new Set<string>();
/** A lock is written right after it is made; one that is still empty then was left by a process that died between. */
const EMPTY_MS = 2000;

async function isOwnerGone(lockFile: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(lockFile, 'utf8'));
    if (pid === process.pid) return !ours.has(lockFile);
    if (pid > 0) process.kill(pid, 0);
    else return Date.now() - (await stat(lockFile)).mtimeMs > EMPTY_MS;
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
