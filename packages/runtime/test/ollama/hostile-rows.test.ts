import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  errorLine,
  jsonScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, play, providerOf, question } from '../scripted.ts';

const megabyte = 1024 * 1024;
const page = `<!DOCTYPE html><html><body>marker ${'x'.repeat(megabyte)}</body></html>`;
const webPage = (status: number) => [
  { status, headers: { 'content-type': 'text/html' } },
  { send: page },
];
const vector = { model: 'tiny-embed', text: 'x' };
const outOfMemory = 'model requires more system memory (8.4 GiB) than is available (3.2 GiB)';

/** What came of a request for a vector, and how often the daemon was asked for it. */
async function embedding(script: Parameters<typeof daemonThatPlays>[0]) {
  const daemon = await daemonThatPlays();
  daemon.on('POST /api/embed', script ?? []);
  const error = await providerOf(daemon)
    .generateEmbedding(vector)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  return { error, requests: countOf(daemon, '/api/embed') };
}

const countOf = (daemon: { readonly requests: readonly { readonly path: string }[] }, at: string) =>
  daemon.requests.filter(({ path }) => path === at).length;

describe('odd frames of a stream', () => {
  test('a line of 20 MB in pieces that split characters is right', async () => {
    const long = 'aé日🙂'.repeat(2 * megabyte);
    expect(Buffer.byteLength(long)).toBeGreaterThanOrEqual(20_000_000);
    const { text, error } = await play([
      { send: chatLine({ content: long }) + doneLine(), splitEvery: 65_521 },
    ]);
    expect(error).toBeUndefined();
    expect(text === long).toBe(true);
  });

  test('a byte-order mark and CRLF in single bytes, with blank lines of every kind, are right', async () => {
    const lines = `\uFEFF\r\n\t\r\n${chatLine({ content: 'é\u2028🙂' })} \r\n\n${doneLine()}`;
    const { text, error, items } = await play([
      { send: lines.replaceAll(/\r?\n/g, '\r\n'), splitEvery: 1 },
    ]);
    expect([text, error]).toEqual(['é\u2028🙂', undefined]);
    expect(items.at(-1)).toMatchObject({ done: true });
  });

  test('a line without an end closes the socket, and what came before it is kept', async () => {
    const piece = 'x'.repeat(megabyte);
    const daemon = await daemonThatPlays([
      { endless: (index) => (index === 0 ? chatLine({ content: 'so far' }) : piece) },
    ]);
    const seen = daemon.nextRequest('/api/chat');
    const { error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(error).toMatchObject({
      code: 'OLLAMA_BAD_STREAM',
      details: { partialText: 'so far' },
    });
    expect(await (await seen).closed).toBe('aborted');
  });

  test.each(['GET /api/tags', 'POST /api/embed'])(
    'an answer of %s without an end is refused, and its socket closed',
    async (route) => {
      const piece = ' '.repeat(4 * megabyte);
      const daemon = await daemonThatPlays();
      daemon.on(route, [{ endless: () => piece }]);
      const provider = providerOf(daemon, { askTimeoutMs: 0 });
      const seen = daemon.nextRequest(route.split(' ')[1]);
      const asked = route.startsWith('GET')
        ? provider.listModelFacts()
        : provider.generateEmbedding(vector);
      await expect(asked).rejects.toMatchObject({ code: 'OLLAMA_BAD_STREAM' });
      expect(await (await seen).closed).toBe('aborted');
    },
  );
});

describe('the figures of the end', () => {
  test.each([
    ['no time', 'soon'],
    ['a number', 1e300],
    ['nothing', null],
    ['an object', { year: 2026 }],
    ['a year that no calendar has', '+999999-01-01T00:00:00Z'],
  ])('may have been created at %s', async (_what, created_at) => {
    const { text, error, items } = await play([
      { send: chatLine({ content: 'a' }, 'tiny-chat', { created_at }) + doneLine({ created_at }) },
    ]);
    expect([text, error]).toEqual(['a', undefined]);
    expect(items.at(-1)).toMatchObject({ done: true, usage: { outputTokens: 9 } });
  });

  test('are absent, not zero, where they are none', async () => {
    const odd = { eval_count: '9', eval_duration: null, load_duration: -1, total_duration: {} };
    const { items } = await play([
      { send: doneLine({ ...odd, prompt_eval_count: null, prompt_eval_duration: 'x' }) },
    ]);
    expect(items.at(-1)).toEqual({
      type: 'chunk',
      content: '',
      done: true,
      usage: { model: 'tiny-chat', doneReason: 'stop', contextLength: 4096 },
    });
  });
});

describe('a refusal', () => {
  test('with 503 and a web page is told with its status, once, and the page is not shown', async () => {
    const daemon = await daemonThatPlays(webPage(503));
    const { error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(error).toMatchObject({
      code: 'OLLAMA_REQUEST_FAILED',
      message: expect.stringContaining('503'),
      details: { status: 503 },
    });
    expect(String(error)).not.toMatch(/Ollama says|marker|<html/);
    expect(JSON.stringify(error).length).toBeLessThan(2000);
    expect(countOf(daemon, '/api/chat')).toBe(1);
  });

  test('with 503 and a web page is told of vectors too', async () => {
    const { error, requests } = await embedding(webPage(503));
    expect(error).toMatchObject({ code: 'OLLAMA_REQUEST_FAILED', details: { status: 503 } });
    expect(String(error)).not.toMatch(/Ollama says|marker/);
    expect(requests).toBe(1);
  });

  test('for ever, because the daemon is busy, ends after three requests for vectors', async () => {
    const { error, requests } = await embedding(
      jsonScript(
        { error: 'server busy, please try again.  maximum pending requests exceeded' },
        503,
      ),
    );
    expect(error).toMatchObject({ code: 'OLLAMA_BUSY' });
    expect(requests).toBe(3);
  });

  test.each([
    ['a status', jsonScript({ error: outOfMemory }, 500)],
    ['a line', [{ send: errorLine(outOfMemory) }]],
  ])('for want of memory, by %s, is not asked again', async (_how, script) => {
    const daemon = await daemonThatPlays(script);
    const { error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(error).toMatchObject({ code: 'MODEL_OUT_OF_MEMORY' });
    expect(countOf(daemon, '/api/chat')).toBe(1);
  });

  test('a web page under status 200 is no vector', async () => {
    const { error } = await embedding(webPage(200));
    expect(error).toMatchObject({ code: 'OLLAMA_NOT_OLLAMA' });
    expect(JSON.stringify(error).length + String(error).length).toBeLessThan(3000);
  });
});

describe('the words of an error are bounded', () => {
  const words = 'word '.repeat(megabyte / 5);

  test.each([
    ['a short body', jsonScript({ error: words.slice(0, 60_000) }, 500)],
    ['a long body', jsonScript({ error: words }, 500)],
    ['a line', [{ send: errorLine(words) }]],
    ['a line that is not of the stream', [{ send: `${words}\n` }]],
  ])('in %s', async (_where, script) => {
    const { error } = await play(script);
    expect(error).toMatchObject({ code: expect.stringMatching(/^OLLAMA_/) });
    expect(String(error).length).toBeLessThan(1000);
    expect(JSON.stringify(error).length).toBeLessThan(4000);
  });

  test('in a body without an end, whose socket is closed', async () => {
    const daemon = await daemonThatPlays([{ status: 500 }, { endless: () => words }]);
    const seen = daemon.nextRequest('/api/chat');
    const { error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(error).toMatchObject({ code: 'OLLAMA_REQUEST_FAILED', details: { status: 500 } });
    expect(String(error).length).toBeLessThan(1000);
    expect(await (await seen).closed).toBe('aborted');
  });
});
