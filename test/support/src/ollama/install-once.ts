import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How often a waiting process looks whether the other one has finished. */
const POLL_MS = 500;

/**
 * Makes `target` (a file or folder) once, whoever asks first: `make` writes to a temporary path, which is renamed when
 * it is whole. A cut-off attempt leaves no target; other processes wait; the lock of a dead process is taken over.
 */
export async function installOnce(
  target: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const lock = `${target}.lock`;
  while (!takeLock(lock)) await delay(POLL_MS);
  const temporary = `${target}.part-${process.pid}`;
  try {
    if (existsSync(target)) return;
    await make(temporary);
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (isOwnerAlive(lock)) return false;
  rmSync(lock, { force: true });
  return false;
}

function isOwnerAlive(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    // A lock without a number is being written this moment.
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else. A lock that is gone is simply tried again.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
