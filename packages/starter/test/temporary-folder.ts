import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a program of shell lines into a folder that a test takes for its PATH. */
export function writeProgram(folder: string, name: string, ...lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ['#!/bin/sh', 'PATH=/usr/bin:/bin', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

/** Which of these processes still run. One that has ended and was not yet fetched by its parent does not. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.trim() !== '' && !stdout.startsWith('Z');
  });
}

/** The number of a process that has ended. */
export const DEAD_PROCESS = 2 ** 22 + 1;
