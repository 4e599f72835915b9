import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { downloadFile } from '../../src/download/download-file.ts';
import { isPrivateHost, publicLookup } from '../../src/download/private-address.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { sendFile, sha256, startHub } from './loopback-hub.ts';

const whole = Buffer.alloc(50_000, 'y');
const { signal } = new AbortController();

function download(url: string, environment: NodeJS.ProcessEnv = {}) {
  const file = join(temporaryFolder(), 'model');
  const wanted = { url, file, sizeBytes: whole.length, sha256: sha256(whole), source: 'the hub' };
  return downloadFile(wanted, { signal, environment }).then(() => readFileSync(file));
}

describe('a redirect', () => {
  test('to another host is followed, and nothing that identifies anybody is sent there', async () => {
    const seen: unknown[] = [];
    const store = await startHub((request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie, request.headers.referer);
      sendFile(request, response, whole);
    }, 'localhost');
    const hub = await startHub((_request, response) => {
      const location = `${store.origin.replace('//', '//name:password@')}/blob?signature=1`;
      response.writeHead(302, { location, 'set-cookie': 'a=b' }).end();
    });
    expect((await download(`${hub.origin}/file`)).equals(whole)).toBe(true);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  test('is followed five times and no more', async () => {
    const hub = await startHub((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) sendFile(request, response, whole);
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    await download(`${hub.origin}/5`);
    await expect(download(`${hub.origin}/6`)).rejects.toThrow('redirects more than 5 times');
  });

  test.each([
    ['ftp://127.0.0.1/file', 'not encrypted'],
    ['http://[', 'not an address'],
  ])('to %s is refused', async (location, words) => {
    const hub = await startHub((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    await expect(download(`${hub.origin}/file`)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(words),
    });
  });
});

describe('an address', () => {
  test.each([
    'https://127.0.0.1/x',
    'https://localhost/x',
    'https://a.localhost./x',
    'https://10.1.2.3/x',
    'https://192.168.0.1/x',
    'https://172.31.0.1/x',
    'https://169.254.169.254/latest',
    'https://100.64.0.1/x',
    'https://0x7f.1/x',
    'https://2130706433/x',
    'https://[::1]/x',
    'https://[::]/x',
    'https://[fd00::1]/x',
    'https://[fe80::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://printer.local/x',
    'https://metadata.internal/x',
  ])('%s is private', (url) => {
    expect(isPrivateHost(new URL(url))).toBe(true);
  });

  test.each([
    'https://example.com/x',
    'https://8.8.8.8/x',
    'https://172.32.0.1/',
    'https://[2606:4700::1]/',
  ])('%s is public', (url) => {
    expect(isPrivateHost(new URL(url))).toBe(false);
  });

  test('by a name that leads into this machine is refused where a server named it', async () => {
    const outcome = new Promise((resolve) => {
      publicLookup('localhost', { all: true }, (error) => resolve(error?.message));
    });
    expect(await outcome).toBe('localhost is in a private network');
  });

  test('without encryption is taken on this machine only', async () => {
    await expect(download('http://example.com/file')).rejects.toThrow('only https:// addresses');
  });
});

describe('a proxy of the environment', () => {
  test('is asked for a tunnel to what is not on this machine, but not where NO_PROXY names it', async () => {
    const tunnels: (string | undefined)[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnels.push(request.url);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => {
      proxy.close();
    });
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const environment = {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      NO_PROXY: 'left.example.invalid',
    };
    await expect(download('https://some.example.invalid/file', environment)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('the proxy refused the connection'),
    });
    await expect(download('https://left.example.invalid/file', environment)).rejects.toThrow(
      /name of the server is not known|cannot be looked up/,
    );
    expect(tunnels).toEqual(['some.example.invalid:443']);
  });

  test('that closes every connection is not waited for longer than the limit', async () => {
    const proxy = await startHub((_request, response) => response.end());
    const file = join(temporaryFolder(), 'model');
    const waiting = downloadFile(
      { url: 'https://some.example.invalid/file', file, source: 'the hub' },
      {
        signal,
        environment: { HTTPS_PROXY: proxy.origin },
        connectTimeoutMs: 200,
        idleTimeoutMs: 300,
      },
    );
    await expect(waiting).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringContaining('does not answer'),
    });
  });
});
