import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { question } from '../scripted.ts';
import { die, gate, inMemory, poolOf, tags } from './pool.ts';

const answer = [{ send: chatLine({ content: 'hi' }) + doneLine() }];

describe('a request without a host', () => {
  test('goes to the first host that has the model, and tells which it was', async () => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote', three: 'remote' });
    daemons.one.on('GET /api/tags', tags({ name: 'other:latest' }));
    const { error, items } = await ask();
    expect(error).toBeUndefined();
    expect(items.at(-1)).toMatchObject({
      done: true,
      usage: { host: 'two', model: 'tiny-chat', doneReason: 'stop' },
    });
    expect([seen('one'), seen('two'), seen('three')]).toEqual([[], ['/api/chat'], []]);
  });

  test('goes to the host that has the model in memory', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.two.on('GET /api/ps', inMemory('tiny-chat:latest'));
    expect((await ask()).items.at(-1)).toMatchObject({ usage: { host: 'two' } });
  });

  test('goes to the host whose memory it is known to fit into', async () => {
    const { ask } = await poolOf({ one: 'remote', here: 'local' });
    expect((await ask()).items.at(-1)).toMatchObject({ usage: { host: 'here' } });
  });

  test('goes by the role and not by the address: a tunnel is not this machine', async () => {
    const { pool } = await poolOf({ tunnel: 'remote', here: 'local' });
    const facts = await Promise.all([
      pool.getModelFacts('tiny-chat@tunnel'),
      pool.getModelFacts('tiny-chat@here'),
    ]);
    expect(facts.map((model) => model.fitsInMemory)).toEqual(['unknown', 'yes']);
  });

  test('goes past a host that is at work for us, also when both begin at once', async () => {
    const { daemons, pool, seen, ask } = await poolOf({ one: 'remote', two: 'remote' });
    const { opened, open } = gate();
    const slow = [{ send: chatLine({ content: 'hi' }) }, { waitFor: opened }, { send: doneLine() }];
    daemons.one.on('POST /api/chat', slow);
    daemons.two.on('POST /api/chat', slow);
    const asked = [ask(), ask()];
    await Promise.all([daemons.one.nextRequest('/api/chat'), daemons.two.nextRequest('/api/chat')]);
    const counts = (await pool.hosts()).map((host) => host.requestsUnderWay);
    open();
    const hosts = (await Promise.all(asked)).map(({ items }) => items.at(-1));
    expect(counts).toEqual([1, 1]);
    expect(hosts).toMatchObject([{ usage: { host: 'one' } }, { usage: { host: 'two' } }]);
    expect([seen('one'), seen('two')]).toEqual([['/api/chat'], ['/api/chat']]);
    expect((await pool.hosts()).map((host) => host.requestsUnderWay)).toEqual([0, 0]);
  });

  test('is counted in all pools of the same hosts', async () => {
    const { daemons, pool, again } = await poolOf({ one: 'remote', two: 'remote' });
    const { opened, open } = gate();
    daemons.one.on('POST /api/chat', [{ waitFor: opened }, ...answer]);
    const first = pool.generateMessage(question({ contextLength: 'leave' }));
    await daemons.one.nextRequest('/api/chat');
    const second = await again().generateMessage(question({ contextLength: 'leave' }));
    open();
    expect([(await first).usage.host, second.usage.host]).toEqual(['one', 'two']);
  });

  test('asks hosts how they are and what they have once in three seconds', async () => {
    const { daemons, ask, pass } = await poolOf({ one: 'remote', two: 'remote' });
    const lists = () =>
      Object.values(daemons).map(
        ({ requests }) => requests.filter(({ path }) => path === '/api/tags').length,
      );
    await ask();
    pass(2999);
    await ask();
    const before = lists();
    pass(1);
    await ask();
    expect([before, lists()]).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test('finds a model that came after the list was told', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote' });
    daemons.one.once('GET /api/tags', tags({ name: 'other:latest' }));
    expect((await ask({ model: 'other' })).error).toMatchObject({ code: 'MODEL_NOT_FOUND' });
    expect((await ask()).text).not.toBe('');
  });

  test('takes a name for this machine’s model when it says local', async () => {
    const { ask, seen } = await poolOf({ one: 'remote' });
    await ask({ model: 'tiny-chat:local' });
    expect(seen('one')).toEqual(['/api/chat']);
  });
});

describe('a request that names its host', () => {
  test('goes there, without the host in its name, and nobody else is asked anything', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote', two: 'remote' });
    const { items } = await ask({ model: 'tiny-chat:latest@Two' });
    expect(daemons.two.requests.map(({ path }) => path)).toEqual(['/api/chat']);
    expect(daemons.two.requests[0]?.body).toMatchObject({ model: 'tiny-chat:latest' });
    expect(daemons.one.requests).toEqual([]);
    expect(items.at(-1)).toMatchObject({ usage: { host: 'two' } });
  });

  test('is refused when there is no such host', async () => {
    const { ask } = await poolOf({ one: 'remote', two: 'remote' });
    expect((await ask({ model: 'tiny-chat@three' })).error).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining('three'),
      hint: expect.stringContaining('one, two'),
    });
  });

  test('needs a model', async () => {
    const { ask } = await poolOf({ one: 'remote' });
    expect((await ask({ model: '@one' })).error).toMatchObject({ code: 'MODEL_NOT_CHOSEN' });
    expect((await ask({ model: ' ' })).error).toMatchObject({ code: 'MODEL_NOT_CHOSEN' });
  });
});

describe('a service', () => {
  test('gets nothing that does not name it, also when it alone has the model', async () => {
    const { daemons, ask, pool, seen } = await poolOf({ one: 'remote', cloud: 'cloud' });
    daemons.one.on('GET /api/tags', tags({ name: 'other:latest' }));
    expect((await ask()).error).toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(pool.getModelFacts('tiny-chat')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
    expect(await pool.isModelLoaded('tiny-chat')).toBe('no');
    await die(daemons.one);
    expect((await ask()).error).toMatchObject({ code: 'OLLAMA_UNREACHABLE' });
    expect(seen('cloud')).toEqual([]);
    expect(daemons.cloud.requests).toEqual([]);
  });

  test('gets what names it', async () => {
    const { ask } = await poolOf({ one: 'remote', cloud: 'cloud' });
    const { items } = await ask({ model: 'tiny-chat@cloud' });
    expect(items.at(-1)).toMatchObject({ usage: { host: 'cloud' } });
  });

  test.each([
    ['as it has it', 'big:480b', 'big:480b'],
    ['as it is, where it has both', 'big:480b-cloud', 'big:480b-cloud'],
    ['as it is, where it has neither', 'huge:1t-cloud', 'huge:1t-cloud'],
  ])('is sent the name %s', async (_name, listed, sent) => {
    const { daemons, ask } = await poolOf({ cloud: 'cloud' });
    const models =
      listed === 'big:480b'
        ? [{ name: listed }]
        : [{ name: 'big:480b' }, { name: 'big:480b-cloud' }];
    daemons.cloud.on('GET /api/tags', tags(...models));
    daemons.cloud.on('POST /api/chat', answer);
    await ask({ model: `${listed === 'big:480b' ? 'big:480b-cloud' : listed}@cloud` });
    expect(daemons.cloud.requests.at(-1)?.body).toMatchObject({ model: sent });
  });

  test('is not reached through a host that would hand a plain name on, while another has the model itself', async () => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('GET /api/tags', tags({ name: 'big:latest' }));
    daemons.one.on('POST /api/chat', [{ status: 503 }, { send: '{"error":"server busy"}' }]);
    const remote = { name: 'big:latest', remote_host: 'https://ollama.com' };
    daemons.two.on('GET /api/tags', tags(remote));
    expect((await ask({ model: 'big' })).error).toMatchObject({ code: 'OLLAMA_BUSY' });
    expect(seen('two')).toEqual([]);
  });

  test('is reached through a host when the name says cloud, listed or not', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote' });
    daemons.one.on('POST /api/chat', answer);
    const { items } = await ask({ model: 'big:480b-cloud' });
    expect(items.at(-1)).toMatchObject({ usage: { host: 'one' } });
  });
});
