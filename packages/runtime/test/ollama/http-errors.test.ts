import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  jsonScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, play, providerOf, question } from '../scripted.ts';

const refusal = (status: number, error: string) => jsonScript({ error }, status);
const nested = (message: string, rest: object = {}) =>
  JSON.stringify({ error: { code: 400, message, ...rest } });

describe('a refused request', () => {
  test.each([
    [404, "model 'x' not found", 'MODEL_NOT_FOUND'],
    [400, '"x" does not support thinking', 'MODEL_LACKS_CAPABILITY'],
    [400, 'registry.ollama.ai/library/x:latest does not support tools', 'MODEL_LACKS_CAPABILITY'],
    [
      400,
      nested('Multimodal data provided, but model does not support multimodal requests.'),
      'MODEL_LACKS_CAPABILITY',
    ],
    [
      500,
      nested('image input is not supported - hint: if this is unexpected'),
      'MODEL_LACKS_CAPABILITY',
    ],
    [400, 'the input length exceeds the context length', 'CONTEXT_OVERFLOW'],
    [
      400,
      'the prompt is longer than the context length currently available to the model; shorten the prompt',
      'CONTEXT_OVERFLOW',
    ],
    [
      500,
      'model requires more system memory (8.4 GiB) than is available (3.2 GiB)',
      'MODEL_OUT_OF_MEMORY',
    ],
    [500, 'llama-server process has terminated: exit status 2', 'MODEL_CRASHED'],
    [
      500,
      'model runner has unexpectedly stopped, this may be due to resource limitations',
      'MODEL_CRASHED',
    ],
    [
      500,
      'error starting llama-server: llama-server binary not found (checked: /a/b)',
      'OLLAMA_INCOMPLETE',
    ],
    [500, 'failed to parse XML: XML syntax error on line 1', 'TOOL_CALL_INVALID'],
    [401, 'unauthorized', 'OLLAMA_UNAUTHORIZED'],
    [403, 'this model requires a subscription, upgrade for access', 'OLLAMA_FORBIDDEN'],
    [429, 'you (user) have reached your session usage limit', 'OLLAMA_RATE_LIMITED'],
    [500, 'something new', 'OLLAMA_REQUEST_FAILED'],
  ])('%i %s is %s', async (status, words, code) => {
    const { error } = await play(refusal(status, words));
    expect(error).toMatchObject({ code, details: { status } });
  });

  test('the words of the daemon are kept', async () => {
    const { error } = await play(refusal(500, 'something new'));
    expect(error).toMatchObject({
      message: expect.stringContaining('something new'),
      details: { daemonMessage: 'something new' },
    });
  });

  test('the figures of an overflow are told', async () => {
    const words = nested(
      'request (7520 tokens) exceeds the available context size (4096 tokens), try increasing it',
      {
        type: 'exceed_context_size_error',
        n_prompt_tokens: 7520,
        n_ctx: 4096,
      },
    );
    const { error } = await play(refusal(400, words));
    expect(error).toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { promptTokens: 7520, contextLength: 4096 },
    });
  });

  test('folders of the daemon’s machine are not told', async () => {
    const { error } = await play(
      refusal(500, 'open /var/lib/ollama/models/blobs/sha256-1: no such file'),
    );
    expect(error).toMatchObject({ message: expect.not.stringContaining('/var/lib') });
  });

  test('a missing model says how to pull it and which are there', async () => {
    const { error } = await play(refusal(404, "model 'x' not found"), { model: 'x' });
    expect(error).toMatchObject({
      hint: expect.stringMatching(/ollama pull x.*tiny-chat:latest/s),
      action: { kind: 'pull-model', subject: 'x' },
    });
  });

  test('a page of a proxy is bounded and not passed off as the daemon’s words', async () => {
    const { error } = await play([
      { status: 502 },
      { send: `<html>${'x'.repeat(100_000)}</html>` },
    ]);
    expect(error).toMatchObject({
      code: 'OLLAMA_REQUEST_FAILED',
      message: expect.stringContaining('502'),
    });
    expect(String(error).length).toBeLessThan(500);
  });

  test.each([302, 307])(
    'a redirect (%i) is refused, and the other place is not asked',
    async (status) => {
      const other = await daemonThatPlays();
      const { error } = await play([{ status, headers: { location: `${other.url}/api/chat` } }]);
      expect(error).toMatchObject({ code: 'OLLAMA_REDIRECT_REFUSED' });
      expect(other.requests).toEqual([]);
    },
  );
});

describe('a busy daemon', () => {
  const busy = refusal(503, 'server busy, please try again.  maximum pending requests exceeded');

  test('is asked again', async () => {
    const daemon = await daemonThatPlays();
    daemon.once('POST /api/chat', busy);
    daemon.once('POST /api/chat', [{ send: chatLine({ content: 'now' }) + doneLine() }]);
    const { text, error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect([text, error]).toEqual(['now', undefined]);
  });

  test('is asked no more after some times', async () => {
    const daemon = await daemonThatPlays(busy);
    const { error } = await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(error).toMatchObject({ code: 'OLLAMA_BUSY' });
    expect(
      daemon.requests.filter((request) => request.path === '/api/chat').length,
    ).toBeLessThanOrEqual(4);
  });

  test('a cancel ends the waiting', async () => {
    const daemon = await daemonThatPlays(busy);
    const controller = new AbortController();
    const outcome = outcomeOf(
      providerOf(daemon).generateMessages(question({ signal: controller.signal })),
    );
    await daemon.nextRequest('/api/chat');
    controller.abort();
    expect((await outcome).error).toMatchObject({ code: 'CANCELLED' });
  });

  test.each([404, 500])('a refusal with %i is not asked again', async (status) => {
    const daemon = await daemonThatPlays(refusal(status, 'no'));
    await outcomeOf(providerOf(daemon).generateMessages(question()));
    expect(daemon.requests.filter((request) => request.path === '/api/chat')).toHaveLength(1);
  });
});
