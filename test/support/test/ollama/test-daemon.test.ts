import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { provideTestDaemon } from '../../src/ollama/test-daemon.ts';
import { temporaryFolder } from '../../../../packages/starter/test/temporary-folder.ts';

/** Somebody's daemon, which writes down what is asked of it. */
async function somebodysDaemon(models: readonly string[]) {
  const created: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'HEAD') response.statusCode = 404;
    if (request.url === '/api/create') created.push(JSON.parse(body).model);
    if (request.url === '/api/version') response.end('{"version":"0.40.0"}');
    else if (request.url === '/api/tags')
      response.end(JSON.stringify({ models: models.map((name) => ({ name })) }));
    else response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A TCP server that listens on an IP address always has an AddressInfo.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const { port } = server.address() as AddressInfo;
  return { created, url: `http://127.0.0.1:${port}` };
}

function environment(url: string): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  return { NODETOOL_TEST_OLLAMA: url, NODETOOL_TEST_CACHE: join(folder, 'cache'), PATH: folder };
}

describe('the daemon that NODETOOL_TEST_OLLAMA names', () => {
  test('gets our tiny models anew, and its own two real ones are left as they are', async () => {
    const { url, created } = await somebodysDaemon([
      'tiny-chat:latest',
      'smollm2:135m',
      'all-minilm:latest',
    ]);
    const told: string[] = [];
    const onProgress = (line: string) => void told.push(line);
    const daemon = await provideTestDaemon({ environment: environment(`${url}/`), onProgress });
    expect(daemon).toMatchObject({ url, version: '0.40.0', models: { chat: 'tiny-chat' } });
    expect(daemon.own).toBeUndefined();
    expect(created).toContain('tiny-chat');
    expect(created).toContain('tiny-embed-32');
    expect(created.filter((name) => !name.startsWith('tiny-'))).toEqual([]);
    expect(told.join()).toContain(`using the daemon at ${url}`);
    await daemon.stop();
    expect((await fetch(`${url}/api/version`)).ok).toBe(true);
  });

  test('must answer', async () => {
    await expect(
      provideTestDaemon({ environment: environment('http://127.0.0.1:1') }),
    ).rejects.toMatchObject({
      name: 'TestDaemonUnavailable',
      reason: 'NODETOOL_TEST_OLLAMA names http://127.0.0.1:1, which does not answer.',
    });
  });
});
