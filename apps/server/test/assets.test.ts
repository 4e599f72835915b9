import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { runToEnd, workflowOf } from './follow-run.ts';
import { codeOf, startTestServer } from './start-test-server.ts';
import type { TestServer } from './start-test-server.ts';

/** An image of one pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});

const send = (base64: string) => server.ask('/api/assets', { method: 'POST', body: { base64 } });

async function hashOf(base64: string): Promise<string> {
  return String(Reflect.get(Object((await send(base64)).json), 'hash'));
}

/** Where the bytes of a hash are kept. */
const fileOf = (hash: string) => join(server.home, 'blobs', hash.slice(7, 9), hash.slice(9));

describe('an image', () => {
  test('that was sent comes back byte by byte', async () => {
    const hash = await hashOf(PNG);
    const response = await server.open(`/api/assets/${hash}`);
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).toString('base64')).toBe(PNG);
    expect(response.headers['content-disposition']).toBe('inline');
  });

  test('that is sent twice is kept once', async () => {
    expect((await send(PNG)).json).toEqual((await send(PNG)).json);
    const files = readdirSync(join(server.home, 'blobs'), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toHaveLength(1);
  });

  test('can be read by the person only', async () => {
    const file = fileOf(await hashOf(PNG));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  test('is there for the next launch', async () => {
    const hash = await hashOf(PNG);
    await server.close();
    server = await startTestServer({ environment: { NODETOOL_HOME: server.home } });
    expect(await server.ask(`/api/assets/${hash}`)).toMatchObject({ status: 200 });
  });

  test('reaches the model that looks at it', async () => {
    const daemon = await startScriptedDaemon();
    try {
      server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
      const { json } = await send(PNG);
      const asked = daemon.nextRequest('/api/chat');
      const workflow = workflowOf(
        {
          image: ['nodetool.input.Image', { value: json }],
          look: ['nodetool.image.Vision', { model: 'tiny-vision' }],
        },
        'image.value > look.image',
      );
      expect((await runToEnd(server, workflow)).at(-1)).toMatchObject({ status: 'completed' });
      expect((await asked).body).toMatchObject({ messages: [{ images: [PNG] }] });
    } finally {
      await daemon.stop();
    }
  });

  test('that nobody stored is not found', async () => {
    const answer = await server.ask(`/api/assets/sha256:${'0'.repeat(64)}`);
    expect(answer.status).toBe(404);
    expect(codeOf(answer)).toBe('ASSET_NOT_FOUND');
  });

  test('that was changed on the disk is not given out', async () => {
    const hash = await hashOf(PNG);
    writeFileSync(fileOf(hash), Buffer.from(PNG, 'base64').fill(0, 20));
    const answer = await server.ask(`/api/assets/${hash}`);
    expect(answer.status).toBe(500);
    expect(codeOf(answer)).toBe('STORAGE_FAILED');
  });

  test('that cannot be kept is told so', async () => {
    writeFileSync(join(server.home, 'blobs'), 'a file where a folder should be');
    const answer = await send(PNG);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(server.home);
  });

  test('whose write was cut off before is written anew', async () => {
    const hash = await hashOf(PNG);
    writeFileSync(fileOf(hash), 'half');
    expect(await hashOf(PNG)).toBe(hash);
    expect(await server.ask(`/api/assets/${hash}`)).toMatchObject({ status: 200 });
  });

  test('that nobody sent is told with its hash', async () => {
    mkdirSync(join(server.home, 'blobs'));
    const hash = `sha256:${'0'.repeat(64)}`;
    const answer = await server.ask(`/api/assets/${hash}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toContain(hash);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});
