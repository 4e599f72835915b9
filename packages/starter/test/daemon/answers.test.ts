import { describe, expect, test } from 'vitest';
import { FormatUnsupported } from '../../src/inference/inference-engine.ts';
import { chat, linesOf, startDaemon } from './running-daemon.ts';

const figures = {
  total_duration: expect.any(Number),
  prompt_eval_duration: 2_000_000,
  eval_duration: 3_500_000,
};

describe('a chat', () => {
  test('comes in lines, the last with the figures', async () => {
    const { call } = await startDaemon();
    const reply = await call('POST', '/api/chat', chat('hello big world', { stream: true }));
    expect(reply.headers['content-type']).toBe('application/x-ndjson');
    const lines = linesOf(reply);
    expect(lines.map((line) => line['message'])).toEqual(
      ['hello ', 'big ', 'world ', ''].map((content) => ({ role: 'assistant', content })),
    );
    expect(lines.map((line) => line['done'])).toEqual([false, false, false, true]);
    expect(lines.at(-1)).toMatchObject({
      model: 'talk:135m',
      done_reason: 'stop',
      prompt_eval_count: 3,
      eval_count: 3,
      ...figures,
    });
    for (const line of lines) {
      expect(Date.parse(String(line['created_at']))).toBeGreaterThan(0);
      const durations = Object.entries(line).filter(([name]) => name.endsWith('_duration'));
      expect(durations.filter(([, value]) => !Number.isSafeInteger(value))).toEqual([]);
    }
  });

  test('streams when nothing is said of it', async () => {
    const { call } = await startDaemon();
    const { stream: _, ...body } = chat('a b');
    expect(linesOf(await call('POST', '/api/chat', body))).toHaveLength(3);
  });

  test('comes in one piece when that is asked for', async () => {
    const { post } = await startDaemon();
    const { status, body } = await post('/api/chat', chat('hello world'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      message: { role: 'assistant', content: 'hello world ' },
      done: true,
      done_reason: 'stop',
      ...figures,
    });
  });

  test('ends at the number of tokens that was asked for, and says so', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/chat', chat('a b c', { options: { num_predict: 2 } }));
    expect(body).toMatchObject({ done_reason: 'length', eval_count: 2 });
  });

  test('that says the same a hundred times is broken off, with the words of Ollama', async () => {
    const { call, post, engine } = await startDaemon();
    const error = 'prediction aborted, token repeat limit reached';
    engine.reply = () => Array.from({ length: 500 }, () => ' same');
    const lines = linesOf(await call('POST', '/api/chat', chat('go', { stream: true })));
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toEqual({ error });
    expect(await post('/api/chat', chat('go'))).toMatchObject({ status: 500, body: { error } });
  });

  test('that comes back to the same word again and again is not', async () => {
    const { post, engine } = await startDaemon();
    engine.reply = () => Array.from({ length: 500 }, (_, index) => ` word${index % 2}`);
    expect(await post('/api/chat', chat('go'))).toMatchObject({ status: 200 });
  });

  test('has an end even when no limit was asked for', async () => {
    const { post, engine } = await startDaemon();
    await post('/api/chat', chat('a', { options: { num_predict: -1, num_ctx: 100 } }));
    await post('/api/chat', chat('a', { options: { num_predict: 0, num_ctx: 100 } }));
    expect(engine.requests.map(({ options }) => options.num_predict)).toEqual([100, 100]);
  });

  test('hands on what the engine knows of the options, whole numbers without fractions', async () => {
    const { post, engine } = await startDaemon();
    const options = {
      temperature: 0.5,
      top_k: 3.9,
      top_p: 0.1,
      min_p: 0.2,
      repeat_penalty: 1.1,
      seed: 7,
      stop: ['x'],
      nope: 5,
      presence_penalty: null,
    };
    await post('/api/chat', chat('a', { options }));
    const { nope: _nope, presence_penalty: _null, ...known } = options;
    const expected = { ...known, top_k: 3, num_predict: expect.any(Number) };
    expect(engine.requests[0]?.options).toEqual(expected);
  });

  test('tells probabilities beside each piece', async () => {
    const { call } = await startDaemon();
    const body = chat('hé', { stream: true, logprobs: true, top_logprobs: 1 });
    const [first] = linesOf(await call('POST', '/api/chat', body));
    const entry = { token: 'hé ', logprob: -1, bytes: [104, 195, 169, 32] };
    expect(first?.['logprobs']).toEqual([{ ...entry, top_logprobs: [entry] }]);
  });

  test('tells no probabilities that were not asked for', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/chat', chat('a', { top_logprobs: 1 }));
    expect(body).not.toHaveProperty('logprobs');
  });

  test.each([['json'], [{ type: 'object' }]])('hands on the format %j', async (format) => {
    const { post, engine } = await startDaemon();
    await post('/api/chat', chat('a', { format }));
    expect(engine.requests[0]?.format).toEqual(format);
  });

  test.each([[''], [null]])('takes the format %j for none', async (format) => {
    const { post, engine } = await startDaemon();
    await post('/api/chat', chat('a', { format }));
    expect(engine.requests[0]).not.toHaveProperty('format');
  });

  test('knows the roles without regard to case, and takes others for the user', async () => {
    const { post, engine } = await startDaemon();
    const messages = ['System', 'USER', 'assistant', 'tool', 'alien', undefined].map((role) => ({
      role,
      content: 'x',
    }));
    await post('/api/chat', chat('', { messages }));
    const roles = ['system', 'user', 'assistant', 'tool', 'user', 'user'];
    expect(engine.requests[0]?.prompt).toEqual({
      kind: 'chat',
      turns: roles.map((role) => ({ role, content: 'x' })),
    });
  });

  test.each(['TALK:135M', 'library/talk:135m', 'registry.ollama.ai/library/talk:135m'])(
    'finds the model as %s, and calls it so',
    async (model) => {
      const { post } = await startDaemon();
      expect(await post('/api/chat', chat('a', { model }))).toMatchObject({
        status: 200,
        body: { model },
      });
    },
  );
});

describe('a prompt', () => {
  const generate = (rest: object) => ({ model: 'talk:135m', stream: false, ...rest });

  test('is answered in the field of that route', async () => {
    const { post, engine } = await startDaemon();
    const { body } = await post('/api/generate', generate({ prompt: 'a b', system: 'be kind' }));
    expect(body).toMatchObject({ response: 'a b ', done: true, done_reason: 'stop' });
    expect(engine.requests[0]?.prompt).toEqual({
      kind: 'chat',
      turns: [
        { role: 'system', content: 'be kind' },
        { role: 'user', content: 'a b' },
      ],
    });
  });

  test('goes bare to the engine when it is raw', async () => {
    const { post, engine } = await startDaemon();
    await post('/api/generate', generate({ prompt: 'a b', raw: true }));
    expect(engine.requests[0]?.prompt).toEqual({ kind: 'raw', text: 'a b' });
  });

  test('streams when nothing is said of it', async () => {
    const { call } = await startDaemon();
    const body = { model: 'talk:135m', prompt: 'a b' };
    const lines = linesOf(await call('POST', '/api/generate', body));
    expect(lines.map((line) => line['response'])).toEqual(['a ', 'b ', '']);
  });
});

describe('a prompt that is longer than the context', () => {
  const long = 'w '.repeat(3010);
  const nested = JSON.stringify({
    error: {
      code: 400,
      message:
        'request (3010 tokens) exceeds the available context size (1024 tokens), try increasing it',
      type: 'exceed_context_size_error',
      n_prompt_tokens: 3010,
      n_ctx: 1024,
    },
  });
  const longer =
    'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length';

  test.each([
    [{ truncate: false }, nested],
    [{ truncate: false, shift: false }, nested],
    [{ shift: false }, longer],
  ])('is refused with %j', async (rest, error) => {
    const { post, engine } = await startDaemon();
    const body = chat(long, { options: { num_ctx: 1024 }, ...rest });
    expect(await post('/api/chat', body)).toEqual({ status: 400, body: { error } });
    expect(await post('/api/chat', { ...body, stream: true })).toEqual({
      status: 400,
      body: { error },
    });
    // Else the engine might cut the one message.
    expect(engine.requests.map(({ truncate }) => truncate)).toEqual([false, false]);
  });

  test('loses its oldest turns otherwise', async () => {
    const { post, engine } = await startDaemon();
    const messages = [long, 'short'].map((content) => ({ role: 'user', content }));
    for (const rest of [{}, { shift: false }])
      expect(
        await post('/api/chat', chat('', { messages, options: { num_ctx: 1024 }, ...rest })),
      ).toMatchObject({ status: 200, body: { prompt_eval_count: 1 } });
    expect(engine.requests.map(({ truncate, shift }) => [truncate, shift])).toEqual([
      [true, true],
      [true, false],
    ]);
  });
});

describe('an error of the engine', () => {
  test('is a status before the first piece', async () => {
    const { call, engine } = await startDaemon();
    engine.beforePiece = () => {
      throw new Error('boom');
    };
    const { status, text } = await call('POST', '/api/chat', chat('a', { stream: true }));
    expect(status).toBe(500);
    expect(JSON.parse(text)).toEqual({
      error: 'an error was encountered while running the model: boom',
    });
  });

  test('is a line after it, and the next request is answered', async () => {
    const { call, engine, post } = await startDaemon();
    engine.beforePiece = (index) => {
      if (index === 1) throw new Error('boom');
    };
    const reply = await call('POST', '/api/chat', chat('a b c', { stream: true }));
    expect(reply.status).toBe(200);
    expect(linesOf(reply)).toEqual([
      expect.objectContaining({ done: false }),
      { error: 'an error was encountered while running the model: boom' },
    ]);
    engine.beforePiece = () => {};
    expect(await post('/api/chat', chat('a'))).toMatchObject({ status: 200 });
  });

  test('is one when the engine cannot follow the format', async () => {
    const { post, engine } = await startDaemon();
    engine.beforePiece = () => {
      throw new FormatUnsupported('unrecognized type strin');
    };
    const { status, body } = await post('/api/chat', chat('a', { format: { type: 'strin' } }));
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('JSON schema conversion failed');
    expect(JSON.stringify(body)).toContain('unrecognized type strin');
  });

  test('at loading names the model and not its file', async () => {
    const { post, engine, library } = await startDaemon();
    engine.beforeLoad = async () => {
      const [model] = await library.list();
      throw new Error(`cannot read ${model?.file}: not enough memory`);
    };
    expect(await post('/api/chat', chat('a'))).toEqual({
      status: 500,
      body: { error: 'unable to load model talk:135m: cannot read talk:135m: not enough memory' },
    });
  });
});
