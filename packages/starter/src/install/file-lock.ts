import { randomUUID } from 'node:crypto';
import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How a lock is waited for. */
export interface LockOptions {
  readonly signal: AbortSignal;
  /** Told once, when another process has the lock. */
  readonly onWait?: (pid: number) => void;
}

const POLL_MS = 200;
/** A lock in use is touched so often. */
const TOUCH_EVERY_MS = 60_000;
/** A lock that nobody touched for so long belongs to a process whose number was given away again. */
const STALE_AFTER_MS = 60 * 60 * 1000;
/** Locks of this process: another one may have had its number before (in a container each is often 1). */
const held = new Set<string>();

/**
 * Does work while a lock file with our process number exists. Waits while another living process has the lock; takes
 * over the lock of a dead one. Locks save double work only: what they guard must be right without them, because a lock
 * may be judged stale by mistake (another container, a clock that jumps).
 */
export async function withLock<T>(
  lockFile: string,
  work: () => Promise<T>,
  { signal, onWait }: LockOptions,
): Promise<T> {
  let isTold = false;
  while (!tryLock(lockFile)) {
    const owner = readOwner(lockFile);
    if (owner !== undefined && !isOwnerAlive(owner, lockFile)) {
      removeStaleLock(lockFile);
      continue;
    }
    if (!isTold && owner !== undefined) onWait?.(owner.pid);
    isTold ||= owner !== undefined;
    await delay(POLL_MS, undefined, { signal });
  }
  const touching = setInterval(() => touch(lockFile), TOUCH_EVERY_MS);
  touching.unref();
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    clearInterval(touching);
    held.delete(lockFile);
    if (readOwner(lockFile)?.pid === process.pid) rmSync(lockFile, { force: true });
  }
}

/** Is a process with this number running on this machine? */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives and belongs to somebody else.
    return hasCode(error, 'EPERM');
  }
}

function touch(lockFile: string): void {
  try {
    const now = new Date();
    utimesSync(lockFile, now, now);
  } catch {
    // It was judged stale by mistake and taken over; what it guards is right without it.
  }
}

interface LockOwner {
  /** 0 while the lock is being written. */
  readonly pid: number;
  readonly ageMs: number;
}

function tryLock(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    held.add(lockFile);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readOwner(lockFile: string): LockOwner | undefined {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    return { pid: Number.isInteger(pid) ? pid : 0, ageMs: Date.now() - statSync(lockFile).mtimeMs };
  } catch {
    return undefined;
  }
}

function isOwnerAlive({ pid, ageMs }: LockOwner, lockFile: string): boolean {
  if (pid === process.pid) return held.has(lockFile);
  // Writing a number takes no time: an old lock without one was cut off.
  if (pid <= 0) return ageMs < 5000;
  return ageMs < STALE_AFTER_MS && isProcessAlive(pid);
}

/** Moves the lock away first: of several processes that judge it stale, one gets it. */
function removeStaleLock(lockFile: string): void {
  const moved = `${lockFile}.stale-${randomUUID()}`;
  try {
    renameSync(lockFile, moved);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const owner = readOwner(moved);
  try {
    // Between our look and our move another process may have taken the lock: it gets it back.
    if (owner !== undefined && isOwnerAlive(owner, lockFile)) linkSync(moved, lockFile);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
