import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runToEnd, workflowOf } from '../follow-run.ts';
import { codeOf, startTestServer } from '../start-test-server.ts';
import type { TestServer } from '../start-test-server.ts';

const MIB = 1024 * 1024;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const hashOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const send = (server: TestServer, body: unknown) =>
  server.ask('/api/assets', { method: 'POST', body });

/** Names of all files below the folder of the assets. */
function assetsOf({ home }: TestServer): readonly string[] {
  const folder = join(home, 'blobs');
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('bytes that are no image are refused and not kept', () => {
  test.each([
    [
      'SVG with a script',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ],
    ['a web page', '<!doctype html><script>alert(1)</script>'],
    ['a page with an image further on', `<script>alert(1)</script>${PNG.toString('latin1')}`],
    ['a script', '#!/bin/sh\nrm -rf ~\n'],
    ['a PDF', '%PDF-1.7\n'],
    ['an archive', 'PK\u0003\u0004'],
    ['text', 'GIF is what this is not'],
    ['half of the sign of PNG', '\u0089PNG'],
    ['RIFF that is sound', 'RIFF\u0000\u0000\u0000\u0000WAVE'],
    ['a blank before the sign of GIF', ' GIF89a'],
    ['nothing', ''],
  ])('%s', async (_name, content) => {
    const server = await startTestServer();
    const base64 = Buffer.from(content, 'latin1').toString('base64');
    const claims = [{}, { mimeType: 'image/png', type: 'image/png', name: 'picture.png' }];
    for (const claim of claims) {
      const answer = await send(server, { base64, ...claim });
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe('IMAGE_INVALID');
    }
    expect(assetsOf(server)).toEqual([]);
  });

  test.each([
    ['%%%'],
    ['a'],
    ['data:image/png;base64,iVBORw0KGgo='],
    [null],
    [7],
    [['iVBORw0KGgo=']],
  ])('what is not base64: %j', async (base64) => {
    const server = await startTestServer();
    const answer = await send(server, { base64 });
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('REQUEST_INVALID');
    expect(assetsOf(server)).toEqual([]);
  });
});

describe('an image', () => {
  test.each([
    ['image/png', PNG],
    ['image/jpeg', Buffer.from('ffd8ffe0', 'hex')],
    ['image/gif', Buffer.from('GIF89a')],
    ['image/webp', Buffer.from('RIFF\u0000\u0000\u0000\u0000WEBP')],
  ])('is taken for what its bytes say: %s', async (mimeType, bytes) => {
    const server = await startTestServer();
    const answer = await send(server, { base64: bytes.toString('base64'), mimeType: 'text/html' });
    expect(answer.status).toBe(201);
    const hash = hashOf(bytes);
    expect(answer.json).toEqual({ type: 'image', hash, mimeType, sizeBytes: bytes.length });
    const { headers, text } = await server.ask(`/api/assets/${hash}`);
    expect(headers['content-type']).toBe(mimeType);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(Number(headers['content-length'])).toBe(bytes.length);
    expect(text.length).toBeGreaterThan(0);
  });

  test('that is a page as well is shown as an image only, and nothing in it may run', async () => {
    const server = await startTestServer();
    const both = Buffer.concat([PNG, Buffer.from('<script>alert(1)</script>')]);
    await send(server, { base64: both.toString('base64'), name: 'page.html' });
    const { headers } = await server.ask(`/api/assets/${hashOf(both)}`);
    expect(headers['content-type']).toBe('image/png');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test.each(['../../evil.html', '/etc/cron.d/evil', 'a\u0000.png', 'con', '<img src=x>'])(
    'is kept under its hash, whatever name is sent: %j',
    async (name) => {
      const server = await startTestServer();
      const claim = { name, filename: name, path: name, hash: name, id: name };
      await send(server, { base64: PNG.toString('base64'), ...claim });
      expect(readdirSync(server.home)).toEqual(['blobs']);
      const [head, rest] = [hashOf(PNG).slice(7, 9), hashOf(PNG).slice(9)];
      expect(assetsOf(server)).toEqual([rest]);
      expect(readFileSync(join(server.home, 'blobs', head, rest))).toEqual(PNG);
    },
  );

  // That it may not have more is told by the test of sizes.
  test('may have 32 MiB', async () => {
    const server = await startTestServer();
    const largest = Buffer.concat([PNG, Buffer.alloc(32 * MIB - PNG.length)]);
    expect(await send(server, { base64: largest.toString('base64') })).toMatchObject({
      status: 201,
    });
    expect(assetsOf(server)).toEqual([hashOf(largest).slice(9)]);
  });
});

test('a long text of a run is sent as a file to keep, never as a page', async () => {
  const server = await startTestServer();
  const value = `<!doctype html><script>alert(1)</script>${'x'.repeat(100_000)}`;
  const events = await runToEnd(server, workflowOf({ a: ['nodetool.input.Text', { value }] }));
  const output = events.find((event) => event.type === 'node-output');
  const hash = String(Reflect.get(Object(output?.value), 'blob'));
  const { headers, json } = await server.ask(`/api/assets/${hash}`);
  expect(json).toBe(value);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['content-disposition']).toBe('attachment');
});
