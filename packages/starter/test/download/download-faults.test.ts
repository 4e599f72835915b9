import { readdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { downloadFile } from '../../src/download/download-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { sendAndBreak, sendFile, sha256, startHub } from './loopback-hub.ts';

const whole = Buffer.alloc(200_000, 'x');
const flipped = Buffer.from(whole);
flipped[100_000] = 0;

async function attempt(listener: RequestListener, idleTimeoutMs = 30_000) {
  const folder = temporaryFolder();
  const hub = await startHub(listener);
  const error: unknown = await downloadFile(
    {
      url: `${hub.origin}/file?token=secret`,
      file: join(folder, 'model'),
      sizeBytes: whole.length,
      sha256: sha256(whole),
      source: 'the hub',
    },
    { signal: new AbortController().signal, environment: {}, idleTimeoutMs },
  ).catch((thrown: unknown) => thrown);
  return { error, names: readdirSync(folder), requests: hub.requests };
}

describe('a server that', () => {
  test.each([
    [401, {}, 'wants a sign-in'],
    [403, {}, 'refuses it (403)'],
    [404, {}, 'does not have it (404)'],
    [429, { 'retry-after': '120' }, 'too many requests (429) and asks to wait 120 s'],
    [500, {}, 'a fault of its own (500)'],
    [503, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }, 'wait until 1999-12-31T23:59:59'],
    [204, {}, 'answered with status 204'],
    [301, {}, 'answered with status 301'],
  ])(
    'answers %i is told in words, without the query of the address',
    async (status, headers, words) => {
      const { error, names } = await attempt((_request, response) => {
        response.writeHead(status, headers).end();
      });
      expect(error).toMatchObject({
        code: 'DOWNLOAD_FAILED',
        message: expect.stringContaining(words),
      });
      expect(String(error)).not.toContain('secret');
      expect(names).toEqual([]);
    },
  );

  test.each([
    ['flips a byte', flipped],
    ['sends another file of the same size', Buffer.alloc(whole.length)],
    ['announces a longer file', Buffer.concat([whole, whole])],
    ['announces a shorter file', whole.subarray(1)],
  ])('%s is named, and nothing is kept', async (_name, bytes) => {
    const { error, names } = await attempt((request, response) =>
      sendFile(request, response, bytes),
    );
    expect(error).toMatchObject({
      code: 'DOWNLOAD_CORRUPT',
      message: expect.stringContaining('the hub'),
    });
    expect(names).toEqual([]);
  });

  test('sends without end is stopped at the size of the manifest', async () => {
    const { error, names } = await attempt((_request, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' });
      const more = () => {
        while (!response.destroyed && response.write(whole));
      };
      response.on('drain', more);
      more();
    });
    expect(error).toMatchObject({
      code: 'DOWNLOAD_CORRUPT',
      details: { expectedBytes: whole.length },
    });
    expect(names).toEqual([]);
  });

  test('stalls is left after the limit, and what came is kept', async () => {
    const { error, names } = await attempt((_request, response) => {
      response.writeHead(200, { etag: '"1"', 'content-length': whole.length });
      response.write(whole.subarray(0, 1000));
    }, 300);
    expect(error).toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(/the data stopped coming|ended too early/),
    });
    expect(names).toEqual(['model.download', 'model.download.json']);
  });

  test('breaks off each time is asked three times, and told', async () => {
    const { error, requests } = await attempt((_request, response) =>
      sendAndBreak(response, whole, 1000),
    );
    expect(error).toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('broke off'),
    });
    expect(requests).toHaveLength(3);
  });

  test('is not there is told', async () => {
    const gone = downloadFile(
      { url: 'http://127.0.0.1:9/file', file: join(temporaryFolder(), 'x'), source: 'the hub' },
      { signal: new AbortController().signal, environment: {} },
    );
    await expect(gone).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('refuses connections'),
    });
  });
});
