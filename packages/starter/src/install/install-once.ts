import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isProcessAlive, withLock } from './file-lock.ts';

/** How the wait for another process is called off, and told. */
export interface InstallOnceOptions {
  readonly signal: AbortSignal;
  /** Told one short line when another process makes the target. */
  readonly onProgress: (line: string) => void;
  /** Whether the target, which is there, is what it should be; else it is made anew. Default: always. */
  readonly isWhole?: (target: string) => Promise<boolean>;
}

/**
 * Makes `target` (a file or folder) once, whoever asks first: `make` writes to a temporary path, which is renamed when
 * it is whole. It may use further paths that begin with the temporary one; they are removed in the end. A cut-off or
 * failed attempt leaves no target; other processes wait for the first; what dead processes left is removed.
 */
export async function installOnce(
  target: string,
  make: (temporary: string) => Promise<void>,
  { signal, onProgress, isWhole = async () => true }: InstallOnceOptions,
): Promise<void> {
  if (existsSync(target) && (await isWhole(target))) return;
  mkdirSync(dirname(target), { recursive: true });
  const onWait = (pid: number) => onProgress(`waiting for process ${pid}, which makes ${target}`);
  await withLock(`${target}.lock`, () => makeTarget(target, make, isWhole), { signal, onWait });
}

async function makeTarget(
  target: string,
  make: (temporary: string) => Promise<void>,
  isWhole: (target: string) => Promise<boolean>,
): Promise<void> {
  if (existsSync(target) && (await isWhole(target))) return;
  removeParts(target, (pid) => pid === process.pid || !isProcessAlive(pid));
  const temporary = `${target}.part-${process.pid}`;
  try {
    await make(temporary);
    // A folder cannot be replaced by another in one step.
    if (existsSync(target)) renameSync(target, `${temporary}-replaced`);
    renameSync(temporary, target);
  } finally {
    removeParts(target, (pid) => pid === process.pid);
  }
}

/** Removes `<target>.part-<process number>…` of the processes that are chosen. */
function removeParts(target: string, isChosen: (pid: number) => boolean): void {
  const start = `${basename(target)}.part-`;
  for (const name of readdirSync(dirname(target))) {
    const pid = name.startsWith(start) ? Number.parseInt(name.slice(start.length), 10) : NaN;
    if (!Number.isNaN(pid) && isChosen(pid))
      rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}
