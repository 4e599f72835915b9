import { describe, expect, test } from 'vitest';
import { die, inMemory, poolOf, refusal, tags } from './pool.ts';

const roles = { one: 'remote', two: 'remote', cloud: 'cloud' } as const;

describe('the models of a pool', () => {
  test('are those of all hosts, each build once, with the hosts that have it', async () => {
    const { daemons, pool } = await poolOf(roles);
    daemons.one.on('GET /api/tags', tags({ name: 'a:latest' }, { name: 'b:latest', digest: 'b1' }));
    daemons.two.on('GET /api/tags', tags({ name: 'b:latest', digest: 'b2' }, { name: 'a:latest' }));
    daemons.two.on('GET /api/ps', inMemory('a:latest'));
    daemons.cloud.on('GET /api/tags', tags({ name: 'a:latest' }));
    const facts = await pool.listModelFacts();
    expect(facts.map(({ id, hosts, loaded, remote }) => ({ id, hosts, loaded, remote }))).toEqual([
      { id: 'a:latest', hosts: ['one', 'two'], loaded: 'yes', remote: false },
      { id: 'b:latest', hosts: ['one'], loaded: 'no', remote: false },
      { id: 'b:latest@two', hosts: ['two'], loaded: 'no', remote: false },
      { id: 'a:latest@cloud', hosts: ['cloud'], loaded: 'unknown', remote: true },
    ]);
  });

  test('of which no digest is told are not taken for the same', async () => {
    const { daemons, pool } = await poolOf(roles);
    for (const name of ['one', 'two', 'cloud'] as const)
      daemons[name].on('GET /api/tags', tags({ name: 'a:latest', digest: '' }));
    expect((await pool.listModelFacts()).map(({ id }) => id)).toEqual([
      'a:latest',
      'a:latest@two',
      'a:latest@cloud',
    ]);
  });

  test('each name of the list is one that can be asked for', async () => {
    const { daemons, pool } = await poolOf(roles);
    daemons.one.on('GET /api/tags', tags({ name: 'tiny-chat:latest', digest: 'other' }));
    for (const model of await pool.listModelFacts())
      expect(await pool.getModelFacts(model.id)).toMatchObject({ id: model.id });
  });

  test('are still listed when a host is down, and not at all when all are', async () => {
    const { daemons, pool, pass } = await poolOf({ one: 'remote', two: 'remote' });
    const embedder = { name: 'a:latest', capabilities: ['embedding', 'completion'] };
    daemons.two.on('GET /api/tags', tags(embedder));
    await die(daemons.one);
    expect((await pool.listModelFacts()).map(({ id }) => id)).toEqual(['a:latest']);
    expect(await pool.getAvailableLanguageModels()).toHaveLength(1);
    await die(daemons.two);
    expect(await pool.getAvailableEmbeddingModels()).toHaveLength(1);
    pass(3000);
    expect(await pool.getAvailableEmbeddingModels()).toEqual([]);
    await expect(pool.listModelFacts()).rejects.toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
      details: { attempts: [{ host: 'one' }, { host: 'two' }] },
    });
  });

  test('are still listed when a host cannot tell its own', async () => {
    const { daemons, pool } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('GET /api/tags', refusal(500, 'odd'));
    daemons.two.on('GET /api/tags', tags({ name: 'a:latest' }));
    expect((await pool.listModelFacts()).map(({ id }) => id)).toEqual(['a:latest']);
  });

  test('are told apart by what they can do', async () => {
    const { daemons, pool } = await poolOf({ one: 'remote' });
    daemons.one.on(
      'GET /api/tags',
      tags({ name: 'a:latest' }, { name: 'e:latest', capabilities: ['embedding'] }),
    );
    expect(await pool.getAvailableLanguageModels()).toEqual([
      { id: 'a:latest', name: 'a:latest', provider: 'ollama' },
    ]);
    expect(await pool.getAvailableEmbeddingModels()).toEqual([
      { id: 'e:latest', name: 'e:latest', provider: 'ollama', dimensions: 48 },
    ]);
  });

  test('are asked about one by one when the list must be complete', async () => {
    const { daemons, pool } = await poolOf({ one: 'remote' });
    daemons.one.on('GET /api/tags', tags({ name: 'tiny-jinja:latest' }));
    await pool.listModelFacts();
    expect(await pool.listModelFacts({ complete: true })).toMatchObject([
      { tools: 'yes', capabilitiesSource: 'show' },
    ]);
  });

  test('follow what the person says of them now, whatever was remembered', async () => {
    const { pool, again } = await poolOf({ one: 'remote' });
    await pool.listModelFacts();
    const said = again({ modelOverrides: '{"tiny-chat": {"tools": "no"}}' });
    const facts = await said.listModelFacts();
    expect(facts.find(({ id }) => id === 'tiny-chat:latest')).toMatchObject({
      tools: 'no',
      overridden: ['tools'],
    });
    expect(await said.hasToolSupport('tiny-chat')).toBe(false);
    expect(await pool.hasToolSupport('tiny-chat')).toBe(true);
  });
});

describe('the facts of one model', () => {
  test('are those of a host that has it, and name all that have the same build', async () => {
    const { daemons, pool } = await poolOf({ ...roles, other: 'remote' });
    daemons.two.on('GET /api/ps', inMemory('tiny-chat:latest'));
    daemons.other.on('GET /api/tags', tags({ name: 'tiny-chat:latest', digest: 'other' }));
    await pool.listModelFacts();
    const facts = await pool.getModelFacts('tiny-chat');
    expect(facts).toMatchObject({
      id: 'tiny-chat:latest',
      tools: 'yes',
      capabilitiesSource: 'show',
      loaded: 'yes',
      hosts: ['one', 'two'],
    });
    expect(await pool.getModelFacts('tiny-chat@one')).toMatchObject({
      id: 'tiny-chat:latest@one',
      loaded: 'no',
      hosts: ['one'],
    });
    expect(await pool.getContextWindow('tiny-chat')).toBe(8192);
  });

  test('come from the next host when the first cannot be asked', async () => {
    const { daemons, pool } = await poolOf(roles);
    await pool.listModelFacts();
    await die(daemons.one);
    expect(await pool.getModelFacts('tiny-chat')).toMatchObject({ tools: 'yes' });
  });

  test('are not known when nobody can be asked', async () => {
    const { daemons, pool } = await poolOf({ one: 'remote' });
    await die(daemons.one);
    await expect(pool.getModelFacts('tiny-chat')).rejects.toMatchObject({
      code: 'OLLAMA_UNREACHABLE',
    });
    expect(await pool.hasToolSupport('tiny-chat')).toBe(false);
    expect(await pool.getContextWindow('tiny-chat')).toBeNull();
  });

  test('say whether it is in memory: on any host, on none, or not known', async () => {
    const { daemons, pool } = await poolOf(roles);
    expect(await pool.isModelLoaded('tiny-chat')).toBe('no');
    daemons.two.on('GET /api/ps', inMemory('tiny-chat:latest'));
    expect(await pool.isModelLoaded('tiny-chat')).toBe('yes');
    expect(await pool.isModelLoaded('tiny-chat@one')).toBe('no');
    expect(await pool.isModelLoaded('tiny-chat@nowhere')).toBe('unknown');
    expect(daemons.cloud.requests).toEqual([]);
    await Promise.all([die(daemons.one), die(daemons.two)]);
    expect(await pool.isModelLoaded('tiny-chat')).toBe('unknown');
  });
});

describe('the status of a pool', () => {
  test('is ready when all hosts are', async () => {
    const { pool, daemons } = await poolOf({ one: 'remote', two: 'remote' });
    const status = await pool.status();
    expect(status).toMatchObject({
      state: 'ready',
      url: daemons.one.url,
      version: '0.34.2',
      hosts: [
        { name: 'one', role: 'remote', state: 'ready' },
        { name: 'two', role: 'remote', state: 'ready' },
      ],
    });
    expect(status).not.toHaveProperty('cause');
  });

  test('is ready when one is, and names those that are not', async () => {
    const { pool, daemons } = await poolOf({ one: 'remote', two: 'remote' });
    await die(daemons.one);
    expect(await pool.status()).toMatchObject({
      state: 'ready',
      url: daemons.two.url,
      cause: expect.stringMatching(/^Not all hosts are ready\. one: No Ollama daemon answers/),
      hosts: [
        { name: 'one', state: 'refused', remedy: expect.any(String) },
        { name: 'two', state: 'ready' },
      ],
    });
  });

  test('is that of the first host when none is ready, and names all', async () => {
    const { pool, daemons } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('GET /api/version', refusal(401, 'unauthorized'));
    await die(daemons.two);
    expect(await pool.status()).toMatchObject({
      state: 'unauthorized',
      url: daemons.one.url,
      cause: expect.stringMatching(/^No host is ready\. one: .* two: /),
      remedy: expect.any(String),
    });
    daemons.one.on('GET /api/version', [{ send: '{"version":"2.0.0"}' }]);
    expect(await pool.status()).toMatchObject({ state: 'ready', version: '2.0.0' });
  });

  test('does not need a version of a service, only its models', async () => {
    const { pool, daemons, pass } = await poolOf({ cloud: 'cloud', own: 'remote' });
    for (const daemon of [daemons.cloud, daemons.own])
      daemon.on('GET /api/version', [
        { status: 404, headers: { 'content-type': 'text/plain' } },
        { send: '404 page not found' },
      ]);
    expect(await pool.status()).toMatchObject({
      hosts: [{ state: 'ready' }, { state: 'not-ollama' }],
    });
    expect((await pool.listModelFacts()).map(({ hosts }) => hosts?.[0])).toContain('cloud');
    daemons.cloud.on('GET /api/tags', refusal(500, 'odd'));
    pass(3000);
    expect(await pool.status()).toMatchObject({ hosts: [{ state: 'not-ollama' }, {}] });
  });

  test('is told also to who does not want to wait', async () => {
    const { pool } = await poolOf({ one: 'remote' });
    expect(await pool.status({ signal: AbortSignal.abort() })).toMatchObject({ state: 'timeout' });
  });
});

describe('the hosts', () => {
  test('tell what they have, and what is known of their machine', async () => {
    const { pool, daemons } = await poolOf({ here: 'local', away: 'remote', gone: 'remote' });
    daemons.here.on('GET /api/tags', tags({ name: 'a:latest' }, { name: 'b:latest' }));
    daemons.here.on('GET /api/ps', inMemory('b:latest'));
    daemons.away.on('GET /api/ps', refusal(404, 'not known'));
    await die(daemons.gone);
    const hosts = await pool.hosts();
    expect(hosts).toMatchObject([
      {
        name: 'here',
        url: daemons.here.url,
        role: 'local',
        status: { state: 'ready' },
        modelCount: 2,
        loadedModels: ['b:latest'],
        freeMemoryBytes: expect.any(Number),
        requestsUnderWay: 0,
      },
      { name: 'away', modelCount: 9 },
      { name: 'gone', status: { state: 'refused' } },
    ]);
    expect(hosts[1]).not.toHaveProperty('loadedModels');
    expect(hosts[1]).not.toHaveProperty('freeMemoryBytes');
    expect(hosts[2]).not.toHaveProperty('modelCount');
    expect(pool.host('AWAY')?.url).toBe(daemons.away.url);
    expect(pool.host('other')).toBeUndefined();
  });
});
