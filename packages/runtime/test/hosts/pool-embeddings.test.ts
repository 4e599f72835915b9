import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import { die, NO_MEMORY, poolOf, refusal, tags } from './pool.ts';

const roles = { one: 'remote', two: 'remote' } as const;
const model = 'tiny-embed';
const build = (digest: string) =>
  tags({ name: 'tiny-embed:latest', digest, capabilities: ['embedding'] });
const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`);
const vector = (value: number) => Array.from({ length: 48 }, () => value);

describe('vectors', () => {
  test('of one call come from one host', async () => {
    const { pool, seen } = await poolOf(roles);
    const result = await pool.embed({ model: `${model}:latest`, text: texts, route: 'embed' });
    expect(result.vectors).toHaveLength(40);
    expect(result).toMatchObject({ model: 'tiny-embed:latest', host: 'one', dimensions: 48 });
    expect(new Set(seen('one'))).toEqual(new Set(['/api/embed']));
    expect(seen('two')).toEqual([]);
  });

  test('are all made anew at another host of the same build when the first fails in the middle', async () => {
    const { daemons, pool } = await poolOf(roles);
    const batch = jsonScript({ embeddings: Array.from({ length: 32 }, () => vector(1)) });
    daemons.one.once('POST /api/embed', batch);
    daemons.one.on('POST /api/embed', NO_MEMORY);
    const done: number[] = [];
    const { vectors } = await pool.embed({
      model,
      text: texts,
      route: 'embed',
      concurrency: 1,
      onProgress: (progress) => done.push(progress.done),
    });
    expect(vectors).toHaveLength(40);
    expect(vectors.some((row) => row[0] === 1)).toBe(false);
    expect(done).toEqual([32, 40]);
    expect((await pool.hosts()).map((host) => host.requestsUnderWay)).toEqual([0, 0]);
  });

  test('come as plain numbers too, by the same way', async () => {
    const { daemons, pool, seen } = await poolOf(roles);
    daemons.one.on('POST /api/embed', NO_MEMORY);
    expect(await pool.generateEmbedding({ model, text: 'a' })).toHaveLength(1);
    expect(seen('two')).toEqual(['/api/embed']);
    expect(await pool.generateEmbedding({ model, text: [] })).toEqual([]);
  });

  test('of another build are refused, and the error says where it is', async () => {
    const { daemons, pool, seen } = await poolOf(roles);
    daemons.one.on('GET /api/tags', build('first'));
    daemons.two.on('GET /api/tags', build('second'));
    daemons.one.on('POST /api/embed', NO_MEMORY);
    await expect(pool.generateEmbedding({ model, text: 'a' })).rejects.toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      message: expect.stringContaining('two has another build of tiny-embed'),
      details: { attempts: [{ host: 'one' }, { host: 'two', code: 'EMBEDDING_INVALID' }] },
    });
    expect(seen('two')).toEqual([]);
    expect((await pool.hosts()).map((host) => host.requestsUnderWay)).toEqual([0, 0]);
  });

  test('keep to the build of the first host also when that is at work or away', async () => {
    const { daemons, pool, pass, seen } = await poolOf(roles);
    daemons.one.on('GET /api/tags', build('first'));
    daemons.two.on('GET /api/tags', build('second'));
    daemons.two.on(
      'GET /api/ps',
      jsonScript({ models: [{ name: 'tiny-embed:latest', digest: 'second' }] }),
    );
    await pool.generateEmbedding({ model, text: 'a' });
    expect(seen('one')).toEqual(['/api/embed']);
    await die(daemons.one);
    pass(10_000);
    await expect(pool.generateEmbedding({ model, text: 'a' })).rejects.toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      details: { attempts: [{ host: 'one' }, { host: 'two', code: 'EMBEDDING_INVALID' }] },
    });
    expect(seen('two')).toEqual([]);
  });

  test('are not made with a build that has changed since the list was told', async () => {
    const { daemons, pool, seen } = await poolOf(roles);
    daemons.one.on('GET /api/tags', build('first'));
    daemons.two.once('GET /api/tags', build('first'));
    daemons.two.on('GET /api/tags', build('second'));
    daemons.one.on('POST /api/embed', NO_MEMORY);
    await expect(pool.generateEmbedding({ model, text: 'a' })).rejects.toMatchObject({
      details: { attempts: [{ host: 'one' }, { host: 'two', code: 'EMBEDDING_INVALID' }] },
    });
    expect(seen('two')).toEqual([]);
  });

  test('follow a chain to the same build, under whatever name, and to no other', async () => {
    const { daemons, pool, seen } = await poolOf(roles, {
      fallback: 'tiny-embed@one -> all-minilm@two -> copy@two',
    });
    daemons.one.on('GET /api/tags', build('first'));
    daemons.two.on(
      'GET /api/tags',
      tags(
        { name: 'all-minilm:latest', digest: 'other' },
        { name: 'copy:latest', digest: 'first' },
      ),
    );
    daemons.one.on('POST /api/embed', NO_MEMORY);
    daemons.two.on('POST /api/embed', jsonScript({ embeddings: [vector(2)] }));
    daemons.two.on('POST /api/show', jsonScript({ capabilities: ['embedding'] }));
    expect(await pool.generateEmbedding({ model: 'tiny-embed@one', text: 'a' })).toEqual([
      vector(2),
    ]);
    expect(daemons.two.requests.at(-1)?.body).toMatchObject({ model: 'copy' });
    expect(seen('two')).toHaveLength(1);
  });

  test('are refused from a host of which it is not known which build it has', async () => {
    const { daemons, pool } = await poolOf(roles, { fallback: 'tiny-embed@one -> tiny-embed@two' });
    await die(daemons.one);
    await expect(
      pool.generateEmbedding({ model: 'tiny-embed@one', text: 'a' }),
    ).rejects.toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      message: expect.stringContaining('not known whether two has the same build'),
    });
  });

  test('are not made elsewhere when the request is wrong', async () => {
    const { daemons, pool, seen } = await poolOf(roles);
    daemons.one.on('POST /api/embed', refusal(400, 'the input length exceeds the context length'));
    await expect(pool.generateEmbedding({ model, text: 'a' })).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
    });
    expect(seen('two')).toEqual([]);
  });

  test('need a model, and a host that is there', async () => {
    const { pool } = await poolOf(roles);
    const refusalOf = (name: string) =>
      pool.generateEmbedding({ model: name, text: 'a' }).catch((error: unknown) => error);
    expect(await refusalOf(' ')).toMatchObject({ code: 'MODEL_NOT_CHOSEN' });
    expect(await refusalOf('tiny-embed@three')).toMatchObject({ code: 'REQUEST_INVALID' });
  });

  test('end when the caller does not want them any more', async () => {
    const { daemons, pool, seen } = await poolOf(roles);
    daemons.one.on('POST /api/embed', [{ waitFor: new Promise(() => {}) }]);
    const controller = new AbortController();
    const request = daemons.one.nextRequest('/api/embed');
    const made = pool.embed({ model, text: 'a', signal: controller.signal });
    made.catch(() => {});
    const { closed } = await request;
    controller.abort();
    await expect(made).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await closed).toBe('aborted');
    expect(seen('two')).toEqual([]);
  });
});
