import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { downloadFile } from '../../src/download/download-file.ts';
import type { DownloadOptions, DownloadProgress } from '../../src/download/download-request.ts';
import { DEAD_PROCESS, temporaryFolder } from '../temporary-folder.ts';
import { sendAndBreak, sendFile, sha256, startHub } from './loopback-hub.ts';

const whole = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));

async function place(listener: RequestListener) {
  const hub = await startHub(listener);
  const folder = temporaryFolder();
  const file = join(folder, 'model');
  const wanted = {
    url: `${hub.origin}/file`,
    file,
    sizeBytes: whole.length,
    sha256: sha256(whole),
    source: 'the hub',
  };
  const options: DownloadOptions = { signal: new AbortController().signal, environment: {} };
  const download = (more: Partial<DownloadOptions> = {}, other: Partial<typeof wanted> = {}) =>
    downloadFile({ ...wanted, ...other }, { ...options, ...more });
  return { ...hub, folder, file, wanted, download, names: () => readdirSync(folder) };
}

describe('a download', () => {
  test('puts the file in place whole and tells how far it is', async () => {
    const at = await place((request, response) => sendFile(request, response, whole));
    const seen: DownloadProgress[] = [];
    const done = await at.download({ onProgress: (progress) => seen.push(progress) });
    expect(done).toEqual({ sizeBytes: whole.length, sha256: sha256(whole) });
    expect(readFileSync(at.file).equals(whole)).toBe(true);
    expect(at.names()).toEqual(['model']);
    expect(seen[0]).toMatchObject({ completedBytes: 0, totalBytes: whole.length });
    expect(seen.at(-1)?.completedBytes).toBe(whole.length);
  });

  test('of a file that is there with the right digest asks nothing', async () => {
    const at = await place((request, response) => sendFile(request, response, whole));
    writeFileSync(at.file, whole);
    await at.download();
    expect(at.requests).toEqual([]);
  });

  test('that breaks off goes on from there by itself', async () => {
    let answers = 0;
    const at = await place((request, response) => {
      answers += 1;
      if (answers === 1) sendAndBreak(response, whole, 100_000);
      else sendFile(request, response, whole);
    });
    await at.download();
    expect(readFileSync(at.file).equals(whole)).toBe(true);
    expect(answers).toBe(2);
  });

  test('that is cancelled keeps what came, and the next one goes on from there', async () => {
    let isStalling = true;
    const at = await place((request, response) => {
      if (!isStalling) return sendFile(request, response, whole);
      response.writeHead(200, { etag: `"${sha256(whole)}"`, 'content-length': whole.length });
      response.write(whole.subarray(0, 100_000));
    });
    const controller = new AbortController();
    const { signal } = controller;
    const running = at.download({ signal });
    await expect
      .poll(
        () => at.names().includes('model.download') && readFileSync(`${at.file}.download`).length,
      )
      .toBe(100_000);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(at.names()).toEqual(['model.download', 'model.download.json']);
    isStalling = false;
    await at.download();
    expect(at.requests).toEqual(['/file', '/file bytes=100000-']);
    expect(readFileSync(at.file).equals(whole)).toBe(true);
    expect(at.names()).toEqual(['model']);
  });

  test.each([
    ['ignores ranges', { range: false, etag: 'same' }],
    ['has another version by now', { range: true, etag: 'other' }],
  ])('begins anew when the server %s', async (_name, { range, etag }) => {
    const mark = etag === 'same' ? `"${sha256(whole)}"` : '"other"';
    const at = await place((request, response) => {
      if (!range) delete request.headers.range;
      sendFile(request, response, whole, mark);
    });
    leavePartial(at, whole.subarray(0, 1000));
    await at.download();
    expect(readFileSync(at.file).equals(whole)).toBe(true);
  });

  test.each([
    ['the wrong place', 'bytes 0-1/300000'],
    ['another size', 'bytes 1000-400000/400001'],
    ['no size', 'bytes 1000-299999/*'],
  ])('begins anew when the part that comes is of %s', async (_name, contentRange) => {
    const at = await place((request, response) => {
      if (request.headers.range === undefined) return sendFile(request, response, whole);
      response
        .writeHead(206, { etag: `"${sha256(whole)}"`, 'content-range': contentRange })
        .end('xx');
    });
    leavePartial(at, whole.subarray(0, 1000));
    await at.download();
    expect(at.requests).toEqual(['/file bytes=1000-', '/file']);
    expect(readFileSync(at.file).equals(whole)).toBe(true);
  });

  test('whose kept part was wrong begins anew before anybody is blamed', async () => {
    const at = await place((request, response) => sendFile(request, response, whole));
    leavePartial(at, Buffer.alloc(1000, 1));
    await at.download();
    expect(at.requests).toEqual(['/file bytes=1000-', '/file']);
    expect(readFileSync(at.file).equals(whole)).toBe(true);
  });

  test('takes over from a process that was killed', async () => {
    const at = await place((request, response) => sendFile(request, response, whole));
    leavePartial(at, whole.subarray(0, 1000));
    writeFileSync(`${at.file}.lock`, String(DEAD_PROCESS));
    await at.download();
    expect(at.requests).toEqual(['/file bytes=1000-']);
    expect(at.names()).toEqual(['model']);
  });

  test('is done once when two ask at the same time', async () => {
    const at = await place((request, response) => sendFile(request, response, whole));
    await Promise.all([at.download(), at.download()]);
    expect(at.requests).toEqual(['/file']);
  });

  test('makes the folder that it writes to', async () => {
    const at = await place((request, response) => sendFile(request, response, whole));
    const file = join(at.folder, 'deep', 'model');
    await at.download({}, { file });
    expect(readFileSync(file).equals(whole)).toBe(true);
  });
});

function leavePartial(
  at: { readonly file: string; readonly wanted: { readonly url: string } },
  bytes: Buffer,
) {
  mkdirSync(join(at.file, '..'), { recursive: true });
  writeFileSync(`${at.file}.download`, bytes);
  const note = { url: at.wanted.url, etag: `"${sha256(whole)}"`, sizeBytes: whole.length };
  writeFileSync(`${at.file}.download.json`, JSON.stringify(note));
}
