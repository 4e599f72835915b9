import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonError } from '../../src/ollama/errors/daemon-error.ts';
import { OllamaConnection } from '../../src/ollama/connection/ollama-connection.ts';
import { play } from '../scripted.ts';
import { poolOf } from './pool.ts';

const model = 'gpt-oss:120b-cloud';
const SIGN_IN = 'https://ollama.com/connect?name=desk&key=c3NoLWVkMjU1MTk';

describe('a refusal of the cloud is told in plain words, with what to do', () => {
  test.each([
    [
      401,
      { error: 'unauthorized', signin_url: SIGN_IN },
      'OLLAMA_UNAUTHORIZED',
      `not signed in to Ollama's cloud, which runs ${model}`,
      `Sign in at ${SIGN_IN}`,
    ],
    [
      403,
      {
        error: 'this model requires a subscription, upgrade for access: https://ollama.com/upgrade',
      },
      'OLLAMA_FORBIDDEN',
      `does not include ${model}`,
      'https://ollama.com/upgrade',
    ],
    [
      403,
      { error: 'ollama cloud is disabled: remote model is unavailable' },
      'OLLAMA_FORBIDDEN',
      'set to use no cloud',
      'OLLAMA_NO_CLOUD',
    ],
    [
      403,
      { error: 'ollama cloud is disabled: remote model details are unavailable' },
      'OLLAMA_FORBIDDEN',
      'set to use no cloud',
      'OLLAMA_NO_CLOUD',
    ],
    [
      429,
      {
        error:
          'you (user) have reached your session usage limit, upgrade for higher limits: https://ollama.com/upgrade',
      },
      'OLLAMA_RATE_LIMITED',
      'Your session limit',
      'Wait until it is reset',
    ],
    [
      429,
      { error: 'you (user) have reached your hourly usage limit, upgrade for higher limits' },
      'OLLAMA_RATE_LIMITED',
      'Your hourly limit',
      'use a local model',
    ],
    [
      429,
      { error: 'you (user) have reached your weekly usage limit, upgrade for higher limits' },
      'OLLAMA_RATE_LIMITED',
      'Your weekly limit',
      'use a local model',
    ],
    [
      502,
      { error: 'upstream unreachable' },
      'OLLAMA_REQUEST_FAILED',
      `What runs ${model} could not be reached`,
      'Run again',
    ],
    [
      400,
      { error: 'use either :local or :cloud, not both' },
      'REQUEST_INVALID',
      'use either :local or :cloud',
      'Correct the value',
    ],
  ] as const)('%i %j', async (status, body, code, words, hint) => {
    const { error } = await play(jsonScript(body, status), { model, contextLength: 'leave' });
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(words),
      hint: expect.stringContaining(hint),
      details: { status, model, daemonMessage: body.error },
    });
    expect(error).toMatchObject({ message: expect.stringContaining(`Ollama says: ${body.error}`) });
  });

  test('that names its limit says which, and what a button can do', async () => {
    const refused = async (status: number, error: string) =>
      (await play(jsonScript({ error }, status), { model, contextLength: 'leave' })).error;
    expect(await refused(429, 'you (ann) have reached your Weekly usage limit')).toMatchObject({
      details: { limit: 'weekly' },
    });
    expect(await refused(403, 'this model requires a subscription')).toMatchObject({
      action: { kind: 'choose-model' },
    });
    expect(await refused(502, 'upstream unreachable')).toMatchObject({
      action: { kind: 'retry' },
    });
  });

  test('in the middle of an answer says the same', async () => {
    const line = '{"error":"you (user) have reached your hourly usage limit"}\n';
    const { error } = await play([{ send: line }], { model, contextLength: 'leave' });
    expect(error).toMatchObject({
      code: 'OLLAMA_RATE_LIMITED',
      message: expect.stringContaining('Your hourly limit'),
      details: { limit: 'hourly' },
    });
  });

  test('by the service itself, without a place to sign in, asks for a key', () => {
    const refused = (url: string) => {
      const connection = new OllamaConnection(url, 'key');
      const answer = { status: 401, contentType: '', body: '{"error":"unauthorized"}' };
      return daemonError(answer, { connection, path: '/api/chat', model }).hint;
    };
    expect(refused('https://ollama.com')).toContain('https://ollama.com/settings/keys');
    expect(refused('https://lab.example')).not.toContain('settings/keys');
  });

  test('that is no refusal of the cloud keeps its own words', async () => {
    const { error } = await play(jsonScript({ error: 'too many requests' }, 429));
    expect(error).toMatchObject({
      code: 'OLLAMA_RATE_LIMITED',
      message: expect.stringMatching(/^The usage limit/),
    });
    expect(error).not.toMatchObject({ details: { limit: expect.anything() } });
  });

  test('ends the chain: nobody else is asked in its place', async () => {
    const { daemons, ask, seen } = await poolOf(
      { cloud: 'cloud', local: 'remote' },
      { fallback: 'tiny-chat@cloud -> tiny-chat@local' },
    );
    daemons.cloud.on(
      'POST /api/chat',
      jsonScript({ error: 'unauthorized', signin_url: SIGN_IN }, 401),
    );
    expect((await ask({ model: 'tiny-chat@cloud' })).error).toMatchObject({
      code: 'OLLAMA_UNAUTHORIZED',
      details: { signinUrl: SIGN_IN, host: 'cloud' },
    });
    expect(seen('local')).toEqual([]);
  });
});
