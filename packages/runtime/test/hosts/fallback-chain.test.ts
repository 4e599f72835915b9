import { describe, expect, test } from 'vitest';
import { die, NO_MEMORY, poolOf, refusal, tags } from './pool.ts';

const roles = { local: 'local', desk: 'remote', cloud: 'cloud' } as const;

describe('a chain of models', () => {
  test('is followed when all hosts of a model fail, and tells what answered', async () => {
    const { daemons, ask, seen } = await poolOf(roles, {
      fallback: 'tiny-chat -> smollm2:135m@cloud -> tiny-vision',
    });
    daemons.local.on('POST /api/chat', NO_MEMORY);
    daemons.desk.on('POST /api/chat', NO_MEMORY);
    const { items, text, error } = await ask();
    expect(error).toBeUndefined();
    expect(text).toBe('The capital of France is Paris.');
    expect(items.at(-1)).toMatchObject({ usage: { host: 'cloud', model: 'smollm2:135m' } });
    expect([seen('local'), seen('desk'), seen('cloud')]).toEqual([
      ['/api/chat'],
      ['/api/chat'],
      ['/api/chat'],
    ]);
  });

  test('is followed step by step, and its hosts speak together when it ends', async () => {
    const { daemons, ask } = await poolOf(roles, {
      fallback: 'tiny-chat -> smollm2:135m@desk -> tiny-vision@cloud',
    });
    for (const daemon of [daemons.desk, daemons.cloud]) daemon.on('POST /api/chat', NO_MEMORY);
    await die(daemons.local);
    const { error } = await ask();
    expect(error).toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      message: expect.stringContaining('desk (smollm2:135m): There is not enough memory'),
      details: {
        attempts: [
          { host: 'local', model: 'tiny-chat', code: 'OLLAMA_UNREACHABLE' },
          { host: 'desk', model: 'tiny-chat' },
          { host: 'desk', model: 'smollm2:135m' },
          { host: 'cloud', model: 'tiny-vision' },
        ],
      },
    });
  });

  test('is followed when nobody has the model', async () => {
    const { ask } = await poolOf(roles, { fallback: '{"nothing": ["tiny-chat"]}' });
    const { items } = await ask({ model: 'nothing' });
    expect(items.at(-1)).toMatchObject({ usage: { model: 'tiny-chat', host: 'local' } });
  });

  test('is not followed for what no other model helps with', async () => {
    const { daemons, ask, seen } = await poolOf(roles, {
      fallback: 'tiny-chat -> tiny-chat@cloud',
    });
    daemons.local.on('POST /api/chat', refusal(400, 'invalid format: "x"'));
    expect((await ask()).error).toMatchObject({ code: 'REQUEST_INVALID' });
    expect([seen('desk'), seen('cloud')]).toEqual([[], []]);
  });

  test('goes to a service only where the chain names it', async () => {
    const { daemons, ask } = await poolOf(roles, { fallback: 'tiny-chat -> tiny-vision' });
    daemons.local.on('POST /api/chat', NO_MEMORY);
    daemons.desk.on('POST /api/chat', NO_MEMORY);
    expect((await ask()).error).toMatchObject({ code: 'MODEL_OUT_OF_MEMORY' });
    expect(daemons.cloud.requests).toEqual([]);
  });

  test('belongs to the name as it was asked for: with a host or without', async () => {
    const { daemons, ask } = await poolOf(roles, { fallback: 'tiny-chat -> smollm2:135m@cloud' });
    daemons.desk.on('POST /api/chat', NO_MEMORY);
    expect((await ask({ model: 'tiny-chat@desk' })).error).toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
    });
    daemons.local.on('POST /api/chat', NO_MEMORY);
    expect((await ask({ model: ' tiny-chat:latest' })).error).toBeUndefined();
  });

  test('says nothing of the facts of a model: those of another would be wrong', async () => {
    const { daemons, pool } = await poolOf(roles, { fallback: 'tiny-chat -> smollm2:135m' });
    for (const daemon of [daemons.local, daemons.desk])
      daemon.on('GET /api/tags', tags({ name: 'smollm2:135m' }));
    await expect(pool.getModelFacts('tiny-chat')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
  });
});
