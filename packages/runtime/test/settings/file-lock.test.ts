import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withFileLock } from '../../src/data-folder/file-lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodetool-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LONG_AGO = new Date('2020-01-01');

describe('a lock that was left behind', () => {
  test('by a process that died before it wrote its number is taken over', async () => {
    const lock = join(folder, 'a.lock');
    writeFileSync(lock, '');
    utimesSync(lock, LONG_AGO, LONG_AGO);
    expect(await withFileLock(lock, async () => 'done')).toBe('done');
  });

  test('by an earlier process that had our number is taken over', async () => {
    const lock = join(folder, 'a.lock');
    writeFileSync(lock, String(process.pid));
    expect(await withFileLock(lock, async () => 'done')).toBe('done');
  });
});

describe('a lock that this process holds', () => {
  test('is not taken over by itself: one work comes after the other', async () => {
    const lock = join(folder, 'a.lock');
    const order: string[] = [];
    const work = (name: string) =>
      withFileLock(lock, async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
      });
    await Promise.all([work('one'), work('two')]);
    const first = order[0]?.split(' ')[0];
    expect(order.slice(0, 2)).toEqual([`${first} begins`, `${first} ends`]);
    expect(order.length).toBe(4);
  });
});
