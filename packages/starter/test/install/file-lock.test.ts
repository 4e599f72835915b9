import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isProcessAlive, withLock } from '../../src/install/file-lock.ts';
import { DEAD_PROCESS, temporaryFolder } from '../temporary-folder.ts';

const { signal } = new AbortController();
const lockIn = (folder: string) => join(folder, 'x.lock');
const read = (file: string) => readFileSync(file, 'utf8');

/** A process that does nothing until it is killed. */
function otherProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: 'pipe' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

describe('a lock', () => {
  test('holds our process number while the work is done, and is gone after it', async () => {
    const lock = lockIn(temporaryFolder());
    const seen = await withLock(lock, () => Promise.resolve(read(lock)), { signal });
    expect(seen).toBe(String(process.pid));
    expect(existsSync(lock)).toBe(false);
  });

  test('is gone after work that fails', async () => {
    const lock = lockIn(temporaryFolder());
    const work = () => Promise.reject(new Error('no'));
    await expect(withLock(lock, work, { signal })).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  test('lets one do its work at a time', async () => {
    const lock = lockIn(temporaryFolder());
    let busy = 0;
    let most = 0;
    const work = async () => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise(setImmediate);
      busy -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(lock, work, { signal })));
    expect(most).toBe(1);
  });

  test('of a living process is waited for until that process ends, and it is told once', async () => {
    const lock = lockIn(temporaryFolder());
    const other = otherProcess();
    writeFileSync(lock, String(other.pid));
    const told: number[] = [];
    const onWait = (pid: number) => {
      told.push(pid);
      other.kill('SIGKILL');
    };
    await withLock(lock, () => Promise.resolve(), { signal, onWait });
    expect(told).toEqual([other.pid]);
    expect(isProcessAlive(other.pid ?? 0)).toBe(false);
  });

  test('of a dead process is taken over by one of those who wait', async () => {
    const folder = temporaryFolder();
    const lock = lockIn(folder);
    writeFileSync(lock, String(DEAD_PROCESS));
    const owners: string[] = [];
    const work = () => Promise.resolve(owners.push(read(lock)));
    await Promise.all([1, 2, 3].map(() => withLock(lock, work, { signal })));
    expect(owners).toEqual(Array.from({ length: 3 }, () => String(process.pid)));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['is empty, as a process leaves it that was cut off while it wrote,', '', 10],
    ['is so old that its number was given to another process', String(process.ppid), 3601],
  ])('that %s is taken over', async (_name, content, ageSeconds) => {
    const lock = lockIn(temporaryFolder());
    writeFileSync(lock, content);
    const then = Date.now() / 1000 - ageSeconds;
    utimesSync(lock, then, then);
    expect(await withLock(lock, () => Promise.resolve(read(lock)), { signal })).toBe(
      String(process.pid),
    );
  });

  test('with our own number that we do not hold was left by a process before us', async () => {
    const lock = lockIn(temporaryFolder());
    writeFileSync(lock, String(process.pid));
    expect(await withLock(lock, () => Promise.resolve('done'), { signal })).toBe('done');
  });

  test('is not waited for any longer when the work is called off', async () => {
    const lock = lockIn(temporaryFolder());
    writeFileSync(lock, String(process.ppid));
    const controller = new AbortController();
    const onWait = () => controller.abort();
    const waiting = withLock(lock, () => Promise.resolve(), { signal: controller.signal, onWait });
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(read(lock)).toBe(String(process.ppid));
  });
});
