import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatePhase, CreateProgress } from '@nodetool-ai/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ByteCount } from '../../../src/ollama/manage/byte-count.ts';
import { hashFile } from '../../../src/ollama/manage/hash-file.ts';
import { ProgressPace } from '../../../src/ollama/manage/progress-pace.ts';
import { providerOf } from '../../scripted.ts';
import { collectProgress } from './collect-progress.ts';

/** More than every buffer between a program and a server that does not read. */
const LARGE_BYTES = 64 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'nodetool-upload-'));
const path = join(folder, 'large.gguf');
beforeAll(() => {
  writeFileSync(path, '');
  truncateSync(path, LARGE_BYTES);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

type OnUpload = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that has no blob; what it does with one that is sent is up to the test. */
async function serverThat(onUpload: OnUpload): Promise<{ readonly url: string }> {
  const server = createServer((request, response) => {
    if (request.method === 'HEAD') response.writeHead(404).end();
    else onUpload(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address always has an AddressInfo
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const definition = { name: 'large', files: [{ path }] };

/** Reads until the upload has begun. */
async function untilUpload(stream: AsyncGenerator<CreateProgress, void, void>) {
  for (;;) {
    const { value, done } = await stream.next();
    if (done === true || value?.phase === 'upload') return value;
  }
}

/** A server that reads nothing of what it is sent until it is asked whether it came whole. */
async function serverThatWaits() {
  let tell: (request: IncomingMessage) => void = () => {};
  const seen = new Promise<IncomingMessage>((resolve) => {
    tell = resolve;
  });
  const { url } = await serverThat((request) => tell(request));
  /** Whether the client sent everything; resolves when it has, or when it closed its socket. */
  async function cameWhole(): Promise<boolean> {
    const request = await seen;
    const closed = new Promise((resolve) => {
      request.on('close', resolve).on('error', () => {});
    });
    request.resume();
    await closed;
    return request.complete;
  }
  return { url, seen, cameWhole };
}

describe('a file on its way to a daemon that does not read', () => {
  test('is ended by an abort, which closes the socket', async () => {
    const daemon = await serverThatWaits();
    const controller = new AbortController();
    const stream = providerOf(daemon).models.create(definition, { signal: controller.signal });
    await untilUpload(stream);
    await daemon.seen;
    const rest = collectProgress(stream);
    controller.abort();
    expect((await rest).error).toMatchObject({ code: 'CANCELLED' });
    expect(await daemon.cameWhole()).toBe(false);
  });

  test('is given up after the idle limit, having been held back', async () => {
    const daemon = await serverThat(() => {});
    const stream = providerOf(daemon).models.create(definition, { idleTimeoutMs: 300 });
    const { error, items } = await collectProgress(stream);
    expect(error).toMatchObject({
      code: 'OLLAMA_TIMEOUT',
      message: expect.stringContaining('took nothing'),
    });
    const sent = items.filter(({ phase }) => phase === 'upload').at(-1)?.completedBytes ?? 0;
    expect(sent).toBeLessThan(LARGE_BYTES / 2);
  });

  test('is ended by leaving the loop, which closes the socket', async () => {
    const daemon = await serverThatWaits();
    const stream = providerOf(daemon).models.create(definition);
    await untilUpload(stream);
    await daemon.seen;
    await stream.return();
    expect(await daemon.cameWhole()).toBe(false);
  });
});

test('a daemon that refuses a file in the middle is heard', async () => {
  const daemon = await serverThat((request, response) => {
    request.once('data', () => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"error":"write /srv/blobs/x: no space left on device"}');
    });
  });
  const { error } = await collectProgress(providerOf(daemon).models.create(definition));
  expect(error).toMatchObject({
    code: 'OLLAMA_REQUEST_FAILED',
    details: { reason: 'disk-full' },
    hint: expect.stringContaining('Free space'),
  });
});

test('a large file arrives whole', async () => {
  let receivedBytes = 0;
  const daemon = await serverThat((request, response) => {
    request.on('data', (piece: Buffer) => {
      receivedBytes += request.url?.startsWith('/api/blobs') ? piece.length : 0;
    });
    request.on('end', () => response.end('{"status":"success"}\n'));
  });
  const { last, error } = await collectProgress(providerOf(daemon).models.create(definition));
  expect([error, last?.phase, receivedBytes]).toEqual([undefined, 'done', LARGE_BYTES]);
});

test('an abort while a file is read sends nothing', async () => {
  let asked = false;
  const daemon = await serverThat(() => {
    asked = true;
  });
  const controller = new AbortController();
  const stream = providerOf(daemon).models.create(definition, { signal: controller.signal });
  expect(await stream.next()).toMatchObject({ value: { phase: 'hash' } });
  controller.abort();
  await expect(stream.next()).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(asked).toBe(false);
});

test('a file is read no further after an abort', async () => {
  const controller = new AbortController();
  let pieces = 0;
  const digest = hashFile(
    { path, sizeBytes: LARGE_BYTES },
    () => {
      pieces += 1;
      controller.abort();
    },
    controller.signal,
  );
  await expect(digest).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(pieces).toBe(1);
});

test('the last bytes of a file are told whatever the pace', () => {
  const items: CreateProgress[] = [];
  const standing = new ProgressPace<CreatePhase>(() => 0);
  const count = new ByteCount('upload', standing, (item) => items.push(item));
  count.totalBytes = 30;
  count.begin('sending a');
  for (let piece = 0; piece < 3; piece += 1) count.add(10);
  count.finish();
  expect(items.map(({ completedBytes }) => completedBytes)).toEqual([0, 30]);
});
