import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FolderAssetStore,
  InProcessRunLauncher,
  MemoryAssetStore,
  readRunEvents,
} from '@nodetool-ai/engine';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { flow, testRegistry } from '../test-nodes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodetool-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const workflow = flow({ a: ['Speak', { count: 50 }], b: ['Pass'] }, 'a.text > b.value');
const launcherIn = (runsFolder: string) =>
  new InProcessRunLauncher({
    registry: testRegistry(),
    assets: new MemoryAssetStore(),
    runsFolder,
  });

describe('the record of a run', () => {
  test('holds exactly the events that were told', async () => {
    const run = launcherIn(folder).launch({ workflow });
    const told = [];
    for await (const event of run.events()) told.push(event);
    await run.result;
    expect(await readRunEvents(folder, run.runId)).toEqual({ events: told, isComplete: true });
    expect((await readRunEvents(folder, run.runId, 5)).events).toEqual(told.slice(5));
  });

  test('that was cut off is read up to there, and says so', async () => {
    const run = launcherIn(folder).launch({ workflow });
    await run.result;
    const { events } = await readRunEvents(folder, run.runId);
    const file = join(folder, run.runId, 'events.ndjson');
    writeFileSync(
      file,
      events
        .slice(0, 4)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    );
    appendFileSync(file, '{"type":"node-de');
    const read = await readRunEvents(folder, run.runId);
    expect(read.isComplete).toBe(false);
    expect(read.events).toEqual(events.slice(0, 4));
  });

  test('that is damaged in the middle is refused', async () => {
    const run = launcherIn(folder).launch({ workflow });
    await run.result;
    writeFileSync(join(folder, run.runId, 'events.ndjson'), '{"type":"nonsense"}\n{}\n');
    await expect(readRunEvents(folder, run.runId)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
    });
  });

  test('that cannot be written does not stop the run, and it is told', async () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, 'a file where a folder should be');
    const run = launcherIn(blocked).launch({ workflow });
    const result = await run.result;
    expect(result.status).toBe('completed');
    expect(result.journalError).toEqual(expect.any(String));
  });

  test.each(['../outside', 'a/b', '', 'x'.repeat(65)])(
    'is never looked for at %j',
    async (runId) => {
      await expect(readRunEvents(folder, runId)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    },
  );
});

describe('stored assets', () => {
  test('are read back by their hash, and the same bytes have one', async () => {
    const store = new FolderAssetStore(folder);
    const bytes = new TextEncoder().encode('picture');
    const reference = await store.write(bytes, 'image/png', 'image');
    expect(await store.write(bytes, 'image/png', 'image')).toEqual(reference);
    expect(new TextDecoder().decode(await store.read(reference))).toBe('picture');
  });

  test('that were changed on the disk are refused', async () => {
    const store = new FolderAssetStore(folder);
    const reference = await store.write(new Uint8Array([1, 2]), 'image/png', 'image');
    const [head, rest] = [reference.hash.slice(7, 9), reference.hash.slice(9)];
    writeFileSync(join(folder, head, rest), 'other');
    await expect(store.read(reference)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });

  test('a hash that is a path is refused', async () => {
    const reference = {
      type: 'image',
      hash: 'sha256:../../etc/passwd',
      mimeType: 'image/png',
      sizeBytes: 1,
    } as const;
    await expect(new FolderAssetStore(folder).read(reference)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
    });
  });
});
