import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** How long a process may take to be there on a busy machine, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** The number of the child process of the starter engine that belongs to a process, as soon as it is there. */
export async function starterChildOf(parentPid: number | undefined): Promise<number> {
  return poll(() => findChild(parentPid));
}

/** Kills a process at once, as the system does when memory is short. */
export function killHard(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

/**
 * Kills a process as soon as it has mapped the file of a model, which is before the model can answer. Where the system
 * does not show what is mapped, at once.
 */
export async function killWhileLoading(pid: number): Promise<void> {
  await poll(() => (hasModelMapped(pid) ? pid : undefined));
  killHard(pid);
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function poll(find: () => number | undefined): Promise<number> {
  let found: number | undefined;
  await expect
    .poll(() => (found = find()), { interval: 5, timeout: TIMEOUT_MS })
    .toEqual(expect.any(Number));
  return found ?? 0;
}

function findChild(parentPid: number | undefined): number | undefined {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const line = lines.find(
    (each) => each.includes('daemon/main.js') && Number(each.trim().split(/\s+/)[1]) === parentPid,
  );
  return line === undefined ? undefined : Number.parseInt(line, 10);
}

function hasModelMapped(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  return /\/starter\/models\//.test(readFileSync(`/proc/${pid}/maps`, 'utf8'));
}
