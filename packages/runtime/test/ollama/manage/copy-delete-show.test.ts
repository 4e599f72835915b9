import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../../scripted.ts';

async function start() {
  const daemon = await daemonThatPlays();
  const paths = () => daemon.requests.map(({ method, path }) => `${method} ${path}`);
  return { daemon, models: providerOf(daemon).models, paths };
}

describe('copy', () => {
  test('sends both names, and the copy is there', async () => {
    const { daemon, models } = await start();
    await models.copy('tiny-chat', 'team/other:v1');
    expect(daemon.requests[0]?.body).toEqual({ source: 'tiny-chat', destination: 'team/other:v1' });
    expect((await models.show('team/other:v1')).facts).toMatchObject({ tools: 'yes' });
  });

  test.each([
    ['', 'b', 'source'],
    ['a', 'b c', 'destination'],
  ])('of %j to %j is refused before anything is sent', async (from, to, word) => {
    const { daemon, models } = await start();
    await expect(models.copy(from, to)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(word),
    });
    expect(daemon.requests).toEqual([]);
  });

  test('of what is not installed is MODEL_NOT_FOUND, and does not offer a pull', async () => {
    const { models } = await start();
    await expect(models.copy('no-such', 'other')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('no-such'),
      hint: expect.not.stringContaining('pull'),
      action: undefined,
    });
  });
});

describe('delete', () => {
  test('removes the model, and what is asked of it then is asked anew', async () => {
    const { daemon, models, paths } = await start();
    const think = () => outcomeOf(providerOf(daemon).generateMessages(question({ think: true })));
    const shows = () => paths().filter((path) => path === 'POST /api/show').length;
    expect((await think()).error).toBeUndefined();
    await models.delete('tiny-chat');
    const before = shows();
    expect((await think()).error).toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect(shows()).toBe(before + 1);
  });

  test('takes it out of memory first, and only when it is there', async () => {
    const { models, paths } = await start();
    await models.load('tiny-embed');
    await models.delete('tiny-embed');
    expect(await models.loaded()).toEqual([]);
    expect(paths().filter((path) => path === 'POST /api/embed')).toHaveLength(2);
    await models.delete('tiny-chat');
    expect(paths()).not.toContain('POST /api/generate');
  });

  test('leaves in memory what another name of the model uses', async () => {
    const { models } = await start();
    await models.copy('tiny-chat', 'other');
    await models.load('tiny-chat');
    await models.delete('other');
    expect(await models.loaded()).toMatchObject([{ name: 'tiny-chat:latest' }]);
  });

  test('goes on when the model cannot be taken out of memory', async () => {
    const { daemon, models } = await start();
    await models.load('tiny-chat');
    daemon.on('POST /api/generate', jsonScript({ error: 'something broke' }, 500));
    await models.delete('tiny-chat');
    await expect(models.show('tiny-chat')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  test('of what is not installed is MODEL_NOT_FOUND', async () => {
    const { models } = await start();
    await expect(models.delete('no-such')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.not.stringContaining('pull'),
    });
  });

  test('with a signal that is aborted removes nothing', async () => {
    const { models, paths } = await start();
    await expect(models.delete('tiny-chat', { signal: AbortSignal.abort() })).rejects.toMatchObject(
      { code: 'CANCELLED' },
    );
    expect(paths()).toEqual([]);
  });
});

describe('show', () => {
  test('gives facts and texts, and no folder of the daemon', async () => {
    const { daemon, models } = await start();
    daemon.on(
      'POST /api/show',
      jsonScript({
        modelfile: 'FROM /srv/models/blobs/sha256-1',
        template: '{{ .Prompt }}',
        parameters: 'num_ctx                        4096',
        system: 'You are a parrot.',
        license: 'MIT',
        details: { parent_model: '/srv/models/blobs/sha256-2', family: 'llama' },
        model_info: { 'general.architecture': 'llama', 'llama.context_length': 512 },
        capabilities: ['completion'],
        modified_at: '2026-11-20T04:35:12.336256534Z',
        requires: '0.30.0',
      }),
    );
    const details = await models.show('tiny-chat');
    expect(details).toMatchObject({
      facts: { id: 'tiny-chat:latest', contextLength: 512 },
      template: '{{ .Prompt }}',
      parameters: 'num_ctx                        4096',
      system: 'You are a parrot.',
      license: 'MIT',
      modifiedAt: '2026-11-20T04:35:12.336256534Z',
      requires: '0.30.0',
    });
    expect(JSON.stringify(details)).not.toContain('/srv');
  });

  test('leaves out what the daemon does not say', async () => {
    const { models } = await start();
    const details = await models.show('tiny-embed');
    expect(Object.keys(details)).toEqual(['facts', 'template', 'modifiedAt']);
  });

  test.each(['', 'a b'])('of %j is refused before anything is sent', async (name) => {
    const { daemon, models } = await start();
    for (const refused of [
      models.show(name),
      models.load(name),
      models.unload(name),
      models.delete(name),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(daemon.requests).toEqual([]);
  });
});
