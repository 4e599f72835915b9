import { describe, expect, test } from 'vitest';
import { chatLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { outcomeOf, question } from '../scripted.ts';
import { die, inMemory, NO_MEMORY, poolOf, refusal, tags } from './pool.ts';

const line = chatLine({ content: 'so far' });
const INCOMPLETE = refusal(500, 'error starting llama-server: llama-server binary not found');
const BUSY = refusal(503, 'server busy, please try again.  maximum pending requests exceeded');

describe('a request that fails before anything was given', () => {
  test.each([
    ['is out of memory', NO_MEMORY, 'MODEL_OUT_OF_MEMORY'],
    ['is busy, also when asked again', BUSY, 'OLLAMA_BUSY'],
    ['lacks its engine', INCOMPLETE, 'OLLAMA_INCOMPLETE'],
    ['has lost the model', refusal(404, "model 'tiny-chat' not found"), 'MODEL_NOT_FOUND'],
    [
      'runs out of memory after the status 200',
      [{ send: '{"error":"cudaMalloc failed: out of memory"}\n' }],
      'MODEL_OUT_OF_MEMORY',
    ],
  ] as const)('goes to the next host when the first %s', async (_name, script, code) => {
    const { daemons, ask, pool } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('POST /api/chat', script);
    const { items, text, error } = await ask();
    expect(error).toBeUndefined();
    expect(text).toContain('42');
    expect(items.at(-1)).toMatchObject({ usage: { host: 'two' } });
    expect((await pool.hosts()).map((host) => host.requestsUnderWay)).toEqual([0, 0]);
    daemons.two.on('POST /api/chat', script);
    const failed = await outcomeOf(
      pool.generateMessages(question({ model: 'tiny-chat', contextLength: 'leave' })),
    );
    expect(failed.error).toMatchObject({
      code,
      details: {
        attempts: expect.arrayContaining([
          { host: 'one', model: 'tiny-chat', code, message: expect.any(String) },
          { host: 'two', model: 'tiny-chat', code, message: expect.any(String) },
        ]),
      },
    });
  });

  test('goes to the next host when the first died after it was asked how it is', async () => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote' });
    await ask();
    await die(daemons.one);
    expect((await ask()).items.at(-1)).toMatchObject({ usage: { host: 'two' } });
    expect([seen('one'), seen('two')]).toEqual([['/api/chat'], ['/api/chat']]);
    daemons.two.on('GET /api/ps', inMemory());
    await daemons.one.restart();
    expect((await ask()).items.at(-1)).toMatchObject({ usage: { host: 'two' } });
  });

  test('asks the first what it has before it is sent the next one, when it had lost the model', async () => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.once('GET /api/tags', tags({ name: 'tiny-chat:latest' }));
    daemons.one.on('GET /api/tags', tags());
    daemons.one.on('POST /api/chat', refusal(404, "model 'tiny-chat' not found"));
    daemons.two.on('GET /api/ps', inMemory());
    await ask();
    await ask();
    expect([seen('one'), seen('two')]).toEqual([['/api/chat'], ['/api/chat', '/api/chat']]);
  });

  test('goes to the first again when it has answered what named it', async () => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.two.on('GET /api/ps', inMemory());
    daemons.one.once('POST /api/chat', NO_MEMORY);
    await ask();
    await ask({ model: 'tiny-chat@one' });
    await ask();
    expect(seen('two')).toHaveLength(1);
    await die(daemons.one);
    await ask();
    await daemons.one.restart();
    await ask({ model: 'tiny-chat@one' });
    await ask();
    expect(seen('two')).toHaveLength(2);
  });

  test('goes to the next host when no answer begins in time', async () => {
    const { daemons, ask } = await poolOf(
      { one: 'remote', two: 'remote' },
      { firstByteTimeoutMs: 2000 },
    );
    daemons.one.on('POST /api/chat', [{ waitFor: new Promise(() => {}) }]);
    expect((await ask()).items.at(-1)).toMatchObject({ usage: { host: 'two' } });
  });

  test('goes to a host with less luck lately only when no other is left', async () => {
    const { daemons, ask, seen, pass } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('POST /api/chat', NO_MEMORY);
    daemons.two.on('GET /api/ps', inMemory());
    await ask();
    await ask();
    expect([seen('one'), seen('two')]).toEqual([['/api/chat'], ['/api/chat', '/api/chat']]);
    pass(60_000);
    await ask();
    expect(seen('one')).toHaveLength(2);
  });
});

describe('a request stays with its host', () => {
  test.each([
    ['it is wrong', refusal(400, 'invalid format: "x"'), 'REQUEST_INVALID'],
    ['the model cannot do it', refusal(400, '"x" does not support chat'), 'MODEL_LACKS_CAPABILITY'],
    [
      'it is too long',
      refusal(400, 'the input length exceeds the context length'),
      'CONTEXT_OVERFLOW',
    ],
    ['a sign-in is wanted', refusal(401, 'unauthorized'), 'OLLAMA_UNAUTHORIZED'],
    ['the model crashed', refusal(500, 'model runner has unexpectedly stopped'), 'MODEL_CRASHED'],
    ['the connection broke', [{ reset: true }], 'OLLAMA_CONNECTION_LOST'],
  ] as const)('when %s', async (_name, script, code) => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('POST /api/chat', script);
    const { error } = await ask({ strictContext: true });
    expect(error).toMatchObject({
      code,
      details: { host: 'one', attempts: [{ host: 'one', code }] },
    });
    expect(seen('two')).toEqual([]);
  });

  test.each([
    ['is out of memory', [{ send: `${line}{"error":"out of memory"}\n` }], 'MODEL_OUT_OF_MEMORY'],
    ['is cut off', [{ send: line }, { cut: true }], 'OLLAMA_CONNECTION_LOST'],
    ['falls silent', [{ send: line }, { stall: true }], 'OLLAMA_TIMEOUT'],
  ] as const)('when it %s after the first piece was given', async (_name, script, code) => {
    const { daemons, ask, seen } = await poolOf(
      { one: 'remote', two: 'remote' },
      { idleTimeoutMs: 200 },
    );
    daemons.one.on('POST /api/chat', script);
    const { error, text } = await ask();
    expect(text).toBe('so far');
    expect(error).toMatchObject({ code, details: { host: 'one', partialText: 'so far' } });
    expect(seen('two')).toEqual([]);
  });

  test('when an answer has begun and falls silent before its first piece', async () => {
    const { daemons, ask, seen } = await poolOf(
      { one: 'remote', two: 'remote' },
      { idleTimeoutMs: 200 },
    );
    daemons.one.on('POST /api/chat', [{ stall: true }]);
    expect((await ask()).error).toMatchObject({ code: 'OLLAMA_TIMEOUT' });
    expect(seen('two')).toEqual([]);
  });

  test('when its time is over, which is for all hosts together', async () => {
    const { daemons, ask, seen } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('POST /api/chat', [{ waitFor: new Promise(() => {}) }]);
    expect((await ask({ timeoutMs: 200 })).error).toMatchObject({
      code: 'OLLAMA_TIMEOUT',
      details: { isDeadline: true, attempts: [{ host: 'one' }] },
    });
    expect(seen('two')).toEqual([]);
  });

  test.each([
    ['of the request', { timeoutMs: 2400 }, {}],
    ['of the provider', {}, { totalTimeoutMs: 2400 }],
  ])('when the time %s is over at the second host', async (_name, request, limits) => {
    const { daemons, ask } = await poolOf(
      { one: 'remote', two: 'remote', three: 'remote' },
      { firstByteTimeoutMs: 1400, ...limits },
    );
    // From then on it is known how the hosts are, and all of the time is theirs.
    await ask();
    for (const daemon of [daemons.one, daemons.two])
      daemon.on('POST /api/chat', [{ waitFor: new Promise(() => {}) }]);
    expect((await ask(request)).error).toMatchObject({
      code: 'OLLAMA_TIMEOUT',
      details: { isDeadline: true, attempts: [{ host: 'one' }, { host: 'two' }] },
    });
  });

  test('when the connection broke, and that is asked how it is before the next request', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote' });
    daemons.one.once('POST /api/chat', [{ reset: true }]);
    await ask();
    await ask();
    const questions = daemons.one.requests.filter(({ path }) => path === '/api/version');
    expect(questions).toHaveLength(2);
  });

  test('and tells what was said before by others', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote', other: 'remote', two: 'remote' });
    daemons.one.on('POST /api/chat', NO_MEMORY);
    daemons.other.on('GET /api/tags', tags());
    daemons.two.on('POST /api/chat', refusal(401, 'unauthorized'));
    expect((await ask()).error).toMatchObject({
      code: 'OLLAMA_UNAUTHORIZED',
      message: expect.stringMatching(/Before that: one: There is not enough memory/),
      details: { host: 'two', attempts: [{ host: 'one' }, { host: 'two' }] },
    });
  });
});

describe('when no host is left', () => {
  test('the error has the most telling code, and lists what each host said', async () => {
    const { daemons, ask } = await poolOf({
      one: 'remote',
      two: 'remote',
      three: 'remote',
      four: 'remote',
    });
    daemons.one.on('POST /api/chat', NO_MEMORY);
    daemons.two.on('GET /api/tags', tags());
    daemons.three.on('POST /api/chat', BUSY);
    await daemons.four.kill();
    const { error } = await ask();
    expect(error).toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      message: expect.stringMatching(/^No host could answer with tiny-chat\./),
      hint: expect.stringContaining('smaller model'),
      details: {
        host: 'one',
        attempts: [
          { host: 'two', code: 'MODEL_NOT_FOUND' },
          { host: 'four', code: 'OLLAMA_UNREACHABLE' },
          { host: 'one', code: 'MODEL_OUT_OF_MEMORY' },
          { host: 'three', code: 'OLLAMA_BUSY' },
        ],
      },
    });
  });

  test('a model that nobody has is missing, whoever else is away', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('GET /api/tags', tags({ name: 'other:latest' }));
    await daemons.two.kill();
    const { error } = await ask();
    expect(error).toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringMatching(/one: .*not installed on one.* two: .*refused/),
      hint: expect.stringContaining('Installed on one: other:latest.'),
      action: { kind: 'pull-model', subject: 'tiny-chat' },
      details: { attempts: [{ host: 'one' }, { host: 'two' }] },
    });
  });

  test('a model of a host that went away is out of reach, not missing', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote', two: 'remote' });
    daemons.one.on('GET /api/tags', tags({ name: 'other:latest' }));
    await ask();
    await die(daemons.two);
    expect((await ask()).error).toMatchObject({ code: 'OLLAMA_UNREACHABLE' });
  });

  test('the only host speaks for itself', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote' });
    daemons.one.on('POST /api/chat', NO_MEMORY);
    const { error } = await ask();
    expect(error).toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
      message: expect.stringMatching(/^There is not enough memory to load tiny-chat/),
      details: { host: 'one', attempts: [{ host: 'one' }] },
    });
  });
});

describe('a host that failed', () => {
  test('is left alone for its pause, and used again when it is back', async () => {
    const { daemons, ask, pass } = await poolOf({ one: 'remote', two: 'remote' });
    const hostOf = async () => {
      const last = (await ask()).items.at(-1);
      return last?.type === 'chunk' ? last.usage?.host : undefined;
    };
    await daemons.one.kill();
    expect(await hostOf()).toBe('two');
    await daemons.one.restart();
    const before = daemons.one.requests.length;
    expect(await hostOf()).toBe('two');
    expect(daemons.one.requests).toHaveLength(before);
    pass(1000);
    expect(await hostOf()).toBe('one');
  });

  test('to tell its models in time is left alone as well', async () => {
    const { daemons, ask, pass } = await poolOf(
      { one: 'remote', two: 'remote' },
      { askTimeoutMs: 2000 },
    );
    daemons.one.on('GET /api/tags', [{ waitFor: new Promise(() => {}) }]);
    await ask();
    const before = daemons.one.requests.length;
    pass(999);
    expect((await ask()).error).toBeUndefined();
    expect(daemons.one.requests).toHaveLength(before);
  });

  test('is asked within its pause when no other is ready', async () => {
    const { daemons, ask } = await poolOf({ one: 'remote', two: 'remote' });
    await Promise.all([daemons.one.kill(), daemons.two.kill()]);
    expect((await ask()).error).toMatchObject({ code: 'OLLAMA_UNREACHABLE' });
    await daemons.two.restart();
    expect((await ask()).items.at(-1)).toMatchObject({ usage: { host: 'two' } });
  });
});
