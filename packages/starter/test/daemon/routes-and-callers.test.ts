import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { chat, startDaemon } from './running-daemon.ts';

describe('routes', () => {
  test('the root says what Ollama says there', async () => {
    const { call } = await startDaemon();
    const reply = await call('GET', '/');
    expect(reply).toMatchObject({ status: 200, text: 'Ollama is running' });
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(await call('GET', '/?x=1')).toMatchObject({ text: 'Ollama is running' });
  });

  test('the version is one of Ollama, and tells who speaks', async () => {
    const { call } = await startDaemon();
    const { text, headers } = await call('GET', '/api/version');
    expect(JSON.parse(text)).toEqual({
      version: expect.stringMatching(/^0\.\d+\.\d+-starter$/),
    });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test.each(['/', '/api/version', '/api/tags'])('HEAD %s has no body', async (path) => {
    const { call } = await startDaemon();
    expect(await call('HEAD', path)).toMatchObject({ status: 200, text: '' });
  });

  test.each(['/nope', '/api', '/api/chat/', '/constructor', '/__proto__'])(
    '%s is not found',
    async (path) => {
      const { call } = await startDaemon();
      const reply = await call('GET', path);
      expect(reply).toMatchObject({ status: 404, text: '404 page not found' });
      expect(reply.headers['content-type']).toBe('text/plain');
    },
  );

  test.each([
    ['POST', '/api/tags', 'HEAD, GET'],
    ['GET', '/api/chat', 'POST'],
    ['DELETE', '/api/chat', 'POST'],
    ['HEAD', '/api/ps', 'GET'],
    ['OPTIONS', '/api/chat', 'POST'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const { call } = await startDaemon();
    const reply = await call(method, path);
    expect(reply.status).toBe(405);
    expect(reply.text).toBe(method === 'HEAD' ? '' : '405 method not allowed');
    expect(reply.headers.allow).toBe(allow);
  });

  test('a blob can neither be sent nor asked for', async () => {
    const { call } = await startDaemon();
    const path = `/api/blobs/sha256:${'0'.repeat(64)}`;
    expect(await call('HEAD', path)).toMatchObject({ status: 501 });
    expect(await call('POST', path, 'bytes')).toMatchObject({ status: 501 });
  });
});

describe('callers', () => {
  test.each(['127.0.0.1', '127.0.0.1:5', 'localhost', 'LOCALHOST:11434', '[::1]:80'])(
    'the host %s is answered',
    async (host) => {
      const { call } = await startDaemon();
      expect(await call('GET', '/api/version', undefined, { host })).toMatchObject({ status: 200 });
    },
  );

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil',
    '8.8.8.8',
    '127.0.0.1:x',
    '0.0.0.0',
    'localhost.',
    'me@localhost',
    'localhost@evil.example',
    'localhost:80@evil.example',
    '[::ffff:127.0.0.1]',
    '2130706433',
  ])('the host %s is refused without a word, on every path', async (host) => {
    const { call } = await startDaemon();
    for (const path of ['/api/version', '/nope']) {
      const reply = await call('GET', path, undefined, { host });
      expect(reply).toMatchObject({ status: 403, text: '' });
      expect(reply.headers['content-type']).toBeUndefined();
    }
  });

  test.each(['http://localhost:5173', 'http://127.0.0.1', 'https://[::1]:8'])(
    'the origin %s is answered',
    async (origin) => {
      const { call } = await startDaemon();
      expect(await call('GET', '/api/tags', undefined, { origin })).toMatchObject({ status: 200 });
    },
  );

  test.each([
    'null',
    'http://evil.example',
    'http://localhost.evil.example',
    'http://localhost@evil',
    '',
  ])('the origin %j is refused without a word, and nothing is done', async (origin) => {
    const { call, engine } = await startDaemon();
    const reply = await call('POST', '/api/chat', chat('hi'), { origin });
    expect(reply).toMatchObject({ status: 403, text: '' });
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    expect(engine.log).toEqual([]);
  });
});

describe('a request line that is not as usual', () => {
  test.each([
    ['without a host', 'GET /api/version HTTP/1.1\r\n', 400],
    ['without a host, of the old protocol', 'GET /api/version HTTP/1.0\r\n', 403],
    ['of another host', 'GET /api/version HTTP/1.1\r\nHost: evil.example\r\n', 403],
    [
      'with another host behind the right one',
      'GET http://evil.example/api/version HTTP/1.1\r\nHost: localhost\r\n',
      404,
    ],
    [
      'for a proxy, from another host',
      'GET http://localhost/api/version HTTP/1.1\r\nHost: evil.example\r\n',
      403,
    ],
    ['for the whole server', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n', 404],
    ['that climbs', 'GET /api/../api/version HTTP/1.1\r\nHost: localhost\r\n', 404],
  ])('%s gets its refusal', async (_name, head, status) => {
    const { port } = await startDaemon();
    const socket = connect(port, '127.0.0.1');
    socket.write(`${head}Connection: close\r\n\r\n`);
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    socket.destroy();
  });
});

describe('bodies', () => {
  test('one that is too large is refused as soon as it says so', async () => {
    const { open } = await startDaemon({ mostBodyBytes: 1000 });
    const request = open('POST', '/api/chat', undefined, { 'content-length': 1001 });
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    expect(response.headers.connection).toBe('close');
    request.on('error', () => {});
  });

  test('one that does not say how large it is, is refused at the limit', async () => {
    const { port } = await startDaemon({ mostBodyBytes: 1000 });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const head = 'POST /api/chat HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n';
    const piece = `1f4\r\n${' '.repeat(500)}\r\n`;
    socket.write(`${head}${piece}${piece}${piece}`);
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('one that is just not too large is read', async () => {
    const { post } = await startDaemon({ mostBodyBytes: 1000 });
    const body = JSON.stringify(chat('hi')).padEnd(1000);
    expect(await post('/api/chat', body)).toMatchObject({ status: 200 });
  });

  test('what stands behind the first value is not looked at', async () => {
    const { post } = await startDaemon();
    const body = `${JSON.stringify(chat('hi'))} and more`;
    expect(await post('/api/chat', body)).toMatchObject({ status: 200 });
  });

  test('the content type does not matter', async () => {
    const { call } = await startDaemon();
    const headers = { 'content-type': 'text/plain' };
    expect(await call('POST', '/api/chat', chat('hi'), headers)).toMatchObject({ status: 200 });
  });

  test('who sends too slowly is sent away', async () => {
    const { port } = await startDaemon({ requestTimeoutMs: 200 });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{');
    socket.resume();
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });
});
