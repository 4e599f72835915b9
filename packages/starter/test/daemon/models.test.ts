import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startDaemon } from './running-daemon.ts';

describe('the list of models', () => {
  test('tells of each what its file says, the newest first', async () => {
    const { call, digests } = await startDaemon();
    const { text } = await call('GET', '/api/tags');
    const [vec, talk] = JSON.parse(text).models;
    expect(vec).toMatchObject({
      name: 'vec:latest',
      capabilities: ['embedding'],
      details: { family: 'vec', quantization_level: 'unknown', parameter_size: '' },
    });
    expect(talk).toEqual({
      name: 'talk:135m',
      model: 'talk:135m',
      modified_at: '2026-01-01T00:00:00.000Z',
      size: expect.any(Number),
      digest: digests.get('talk:135m'),
      details: {
        parent_model: '',
        format: 'gguf',
        family: 'talk',
        families: ['talk'],
        parameter_size: '134.52M',
        quantization_level: 'Q4_1',
        context_length: 8192,
        embedding_length: 576,
      },
      capabilities: ['completion'],
    });
  });

  test('reads a file once', async () => {
    const { call, engine } = await startDaemon();
    await Promise.all([call('GET', '/api/tags'), call('GET', '/api/tags')]);
    await call('GET', '/api/tags');
    expect(engine.inspections).toBe(2);
  });

  test('has a file that is no model, without saying what it can do', async () => {
    const { call, library, post } = await startDaemon();
    const sha256 = createHash('sha256').update('no model').digest('hex');
    writeFileSync(library.fileOf(sha256), 'no model');
    const addedAt = '2027-01-01T00:00:00Z';
    await library.register({ name: 'odd:1', sha256, sizeBytes: 8, source: 'a test', addedAt });
    const { text } = await call('GET', '/api/tags');
    const [odd] = JSON.parse(text).models;
    expect(odd).toMatchObject({ name: 'odd:1', size: 8 });
    expect(odd).not.toHaveProperty('capabilities');
    expect(await post('/api/show', { model: 'odd:1' })).toMatchObject({ status: 500 });
  });
});

describe('one model', () => {
  test('is shown with its metadata, without long lists and without paths', async () => {
    const { post, library } = await startDaemon();
    const { body } = await post('/api/show', { model: 'talk:135m' });
    expect(body).toEqual({
      license: 'Apache-2.0',
      modelfile: '',
      template: '{{ messages }}',
      details: expect.objectContaining({ family: 'talk', parameter_size: '134.52M' }),
      model_info: {
        'general.architecture': 'talk',
        'general.parameter_count': 134_515_008,
        'talk.block_count': 30,
        'talk.context_length': 8192,
        'talk.embedding_length': 576,
        'tokenizer.ggml.tokens': null,
      },
      capabilities: ['completion'],
      modified_at: '2026-01-01T00:00:00.000Z',
    });
    expect(JSON.stringify(body)).not.toContain(library.fileOf(''));
  });

  test('is shown by its old field too', async () => {
    const { post } = await startDaemon();
    expect(await post('/api/show', { name: 'VEC' })).toMatchObject({ status: 200 });
  });

  test('can be copied; the file goes with the last of its names', async () => {
    const { call, library, digests } = await startDaemon();
    const file = library.fileOf(digests.get('vec:latest') ?? '');
    const body = { source: 'vec', destination: 'Team/Twin:v1' };
    expect(await call('POST', '/api/copy', body)).toMatchObject({ status: 200, text: '' });
    const names = async () => (await library.list()).map(({ name }) => name);
    expect(await names()).toEqual(['talk:135m', 'team/twin:v1', 'vec:latest']);
    const remove = (model: string) => call('DELETE', '/api/delete', { model });
    expect(await remove('vec')).toMatchObject({ status: 200, text: '' });
    expect(existsSync(file)).toBe(true);
    expect(await remove('team/twin:v1')).toMatchObject({ status: 200 });
    expect(existsSync(file)).toBe(false);
    expect(await names()).toEqual(['talk:135m']);
  });

  test('leaves memory when it is removed', async () => {
    const { call, engine, post } = await startDaemon();
    await post('/api/embed', { model: 'vec', input: 'a' });
    await call('DELETE', '/api/delete', { model: 'vec' });
    expect(engine.log).toEqual(['load vec 512', 'embed a', 'unload vec']);
    expect(JSON.parse((await call('GET', '/api/ps')).text)).toEqual({ models: [] });
  });
});
