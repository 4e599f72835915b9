import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';

const first = chatLine({ content: 'so far' });

describe('the end of a request', () => {
  test.each([
    ['before headers', [{ waitFor: new Promise(() => {}) }]],
    ['while it stalls', [{ send: first }, { stall: true as const }]],
    ['in an endless answer', [{ endless: () => first }]],
  ])('an abort %s ends the caller and closes the socket', async (_name, script) => {
    const daemon = await daemonThatPlays(script);
    const controller = new AbortController();
    const outcome = outcomeOf(
      providerOf(daemon).generateMessages(question({ signal: controller.signal })),
    );
    const request = await daemon.nextRequest('/api/chat');
    controller.abort();
    expect((await outcome).error).toMatchObject({ code: 'CANCELLED' });
    expect(await request.closed).toBe('aborted');
  });

  test('leaving the loop closes the socket', async () => {
    const daemon = await daemonThatPlays([{ endless: () => first }]);
    const seen = daemon.nextRequest('/api/chat');
    for await (const item of providerOf(daemon).generateMessages(question())) {
      if (item.type === 'chunk') break;
    }
    expect(await (await seen).closed).toBe('aborted');
  });

  test('a whole answer leaves the socket open for the next', async () => {
    const daemon = await daemonThatPlays([{ send: first + doneLine() }]);
    const seen = daemon.nextRequest('/api/chat');
    await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(await (await seen).closed).toBe('finished');
  });

  test('aborting one answer leaves the other alive', async () => {
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const daemon = await daemonThatPlays([
      { send: first },
      { waitFor: gate },
      { send: doneLine() },
    ]);
    const provider = providerOf(daemon);
    const controller = new AbortController();
    const one = outcomeOf(provider.generateMessages(question({ signal: controller.signal })));
    await daemon.nextRequest('/api/chat');
    const two = outcomeOf(provider.generateMessages(question()));
    await daemon.nextRequest('/api/chat');
    controller.abort();
    expect((await one).error).toMatchObject({ code: 'CANCELLED' });
    goOn();
    expect(await two).toMatchObject({ text: 'so far', error: undefined });
  });

  test('a daemon that dies in the middle is an error that keeps the text, and answers again when it is back', async () => {
    const daemon = await daemonThatPlays([{ send: first }, { stall: true }]);
    const provider = providerOf(daemon);
    const stream = provider.generateMessages(question());
    await stream.next();
    const rest = outcomeOf(stream);
    await daemon.kill();
    expect((await rest).error).toMatchObject({
      code: 'OLLAMA_CONNECTION_LOST',
      details: { partialText: 'so far' },
    });
    expect(await provider.status()).toMatchObject({ state: 'refused' });
    await daemon.restart();
    expect(await provider.status()).toMatchObject({ state: 'ready' });
  });

  test('a key goes to a service elsewhere and never to this machine', async () => {
    const { OllamaProvider } = await import('@nodetool-ai/runtime');
    const daemon = await daemonThatPlays();
    await new OllamaProvider({ OLLAMA_API_URL: daemon.url, OLLAMA_API_KEY: 'marker-key' }).status();
    expect(daemon.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('the status', () => {
  test.each([
    ['a web page', [{ status: 200 }, { send: '<html></html>' }], 'not-ollama'],
    ['JSON of something else', [{ status: 200 }, { send: '{}' }], 'not-ollama'],
    ['a refusal', [{ status: 401 }, { send: '{"error":"unauthorized"}' }], 'unauthorized'],
    ['a fault', [{ status: 500 }, { send: 'oops' }], 'http-error'],
  ] as const)('of %s says so, with cause and remedy', async (_name, script, state) => {
    const daemon = await daemonThatPlays();
    daemon.on('GET /api/version', script);
    expect(await providerOf(daemon).status()).toMatchObject({
      state,
      cause: expect.any(String),
      remedy: expect.any(String),
    });
  });

  test('of a daemon without its engine says that it is incomplete, until it answers', async () => {
    const daemon = await daemonThatPlays();
    const missing = JSON.stringify({
      error: 'error starting llama-server: llama-server binary not found',
    });
    daemon.once('POST /api/chat', [{ status: 500 }, { send: missing }]);
    const provider = providerOf(daemon);
    await outcomeOf(provider.generateMessages(question()));
    expect(await provider.status()).toMatchObject({ state: 'incomplete' });
    await outcomeOf(provider.generateMessages(question()));
    expect(await provider.status()).toMatchObject({ state: 'ready' });
  });
});
