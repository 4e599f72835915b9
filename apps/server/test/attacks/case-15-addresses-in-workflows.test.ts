import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { runToEnd, workflowOf } from '../follow-run.ts';
import { codeOf, startTestServer } from '../start-test-server.ts';

let daemon: ScriptedDaemon;
/** Where nobody may go. */
let trap: ScriptedDaemon;
beforeEach(async () => {
  [daemon, trap] = await Promise.all([startScriptedDaemon(), startScriptedDaemon()]);
});
afterEach(async () => {
  await Promise.all([daemon.stop(), trap.stop()]);
});

const chats = () => daemon.requests.filter(({ path }) => path === '/api/chat').length;

describe('a workflow names another daemon', () => {
  const prompt = 'Hello';
  test.each<[string, (url: string) => Record<string, unknown>]>([
    ['in the model', (url) => ({ model: { id: 'smollm2:135m', url, base_url: url, host: url } })],
    ['as the provider', (url) => ({ provider: url, model: 'smollm2:135m' })],
    ['as the provider of the model', (url) => ({ model: { provider: url, id: 'smollm2:135m' } })],
    ['as the model', (url) => ({ model: `${url}/smollm2:135m` })],
    ['as a setting', (url) => ({ model: 'smollm2:135m', url, OLLAMA_API_URL: url, base_url: url })],
    ['as a secret', (url) => ({ model: 'smollm2:135m', _secrets: { OLLAMA_API_URL: url } })],
  ])('%s: it is not asked', async (_name, data) => {
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    for (const url of [trap.url, 'file:///etc/passwd', 'gopher://127.0.0.1:1']) {
      const workflow = {
        ...workflowOf({ a: ['nodetool.text.Generate', { prompt, ...data(url) }] }),
        settings: { OLLAMA_API_URL: url },
        environment: { OLLAMA_API_URL: url },
      };
      expect((await runToEnd(server, workflow)).at(-1)).toMatchObject({ type: 'run-end' });
    }
    expect(trap.requests).toEqual([]);
  });

  test('the control: the one that the server is set to is asked, whatever stands in the file', async () => {
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const data = { prompt, model: { id: 'smollm2:135m', url: trap.url } };
    const events = await runToEnd(server, workflowOf({ a: ['nodetool.text.Generate', data] }));
    expect(events.at(-1)).toMatchObject({ status: 'completed' });
    expect(chats()).toBe(1);
    const body = { url: trap.url };
    await server.ask('/api/settings/engine-url', { method: 'PUT', body });
    await runToEnd(server, workflowOf({ a: ['nodetool.text.Generate', data] }));
    expect(chats()).toBe(1);
    expect(trap.requests.length).toBeGreaterThan(0);
  });
});

describe('an image is given by', () => {
  const hash = `sha256:${'0'.repeat(64)}`;
  const vision = { model: 'tiny-vision', prompt: 'What is it?' };
  test.each<[string, (url: string) => unknown]>([
    ['an address', (url) => `${url}/picture.png`],
    ['an address in an object', (url) => ({ type: 'image', uri: `${url}/picture.png` })],
    [
      'an address beside a hash',
      (url) => ({ type: 'image', uri: url, mimeType: '', sizeBytes: 1 }),
    ],
    ['an address as hash', (url) => ({ type: 'image', hash: url, mimeType: '', sizeBytes: 1 })],
    ['a path', () => '/etc/passwd'],
    ['a path as hash', () => ({ type: 'image', hash: '../secrets', mimeType: '', sizeBytes: 1 })],
    [
      'a path behind a hash',
      () => ({ type: 'image', hash: `${hash}/../..`, mimeType: '', sizeBytes: 1 }),
    ],
    ['an address of a file', () => 'file:///etc/passwd'],
    ['a file', () => ({ type: 'file', hash, mimeType: 'image/png', sizeBytes: 1 })],
    ['data in an address', () => 'data:image/png;base64,AAAA'],
  ])('%s: the workflow is refused, and nothing is fetched or read', async (_name, value) => {
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const given = value(trap.url);
    const fixed = workflowOf(
      { i: ['nodetool.input.Image', { value: given }], v: ['nodetool.image.Vision', vision] },
      'i.value > v.image',
    );
    const direct = workflowOf({ v: ['nodetool.image.Vision', { ...vision, image: given }] });
    for (const workflow of [fixed, direct]) {
      const events = await runToEnd(server, workflow);
      expect(events.map(({ type }) => type)).toEqual(['run-start', 'run-end']);
      expect(events.at(-1)).toMatchObject({
        status: 'failed',
        error: { code: 'NODE_INPUT_INVALID' },
      });
      expect(JSON.stringify(events)).not.toContain('root:');
    }
    const open = workflowOf(
      { i: ['nodetool.input.Image'], v: ['nodetool.image.Vision', vision] },
      'i.value > v.image',
    );
    const body = { workflow: open, parameters: { i: given } };
    const started = await server.ask('/api/runs', { method: 'POST', body });
    const runId = String(Reflect.get(Object(started.json), 'runId'));
    const { text } = await server.ask(`/api/runs/${runId}/events`);
    expect(text).toContain('NODE_INPUT_INVALID');
    expect(trap.requests).toEqual([]);
    expect(chats()).toBe(0);
  });

  test('the control: the hash of an image that was sent', async () => {
    const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
    const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
    const { json } = await server.ask('/api/assets', { method: 'POST', body: { base64: png } });
    const workflow = workflowOf(
      { i: ['nodetool.input.Image', { value: json }], v: ['nodetool.image.Vision', vision] },
      'i.value > v.image',
    );
    expect((await runToEnd(server, workflow)).at(-1)).toMatchObject({ status: 'completed' });
    expect(chats()).toBe(1);
  });
});

describe('the address of the daemon is not taken when it is', () => {
  test.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1:11434',
    'ftp://127.0.0.1',
    'http://name:password@127.0.0.1:11434',
    'http://',
    'http://a b',
    'x'.repeat(2049),
  ])('%s', async (url) => {
    const server = await startTestServer();
    const answer = await server.ask('/api/settings/engine-url', { method: 'PUT', body: { url } });
    expect(answer.status).toBe(400);
    expect(['SETTING_INVALID', 'REQUEST_INVALID']).toContain(codeOf(answer));
    expect(answer.text).not.toContain('password@');
    expect((await server.ask('/api/settings')).json).toMatchObject({
      engineUrl: { source: 'environment OLLAMA_API_URL' },
    });
  });
});
