import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { answering, inputOf, longText, request, texts } from './embedding-daemon.ts';

const many = { ...request, text: texts(70) };

const openAi = (embeddings: readonly unknown[]) =>
  jsonScript({
    object: 'list',
    data: embeddings.map((embedding, index) => ({ object: 'embedding', embedding, index })),
  });

describe('from 64 texts on, vectors', () => {
  test('come in base64, and are the same', async () => {
    const { provider, bulks, embeds } = await answering();
    const result = await provider.embed({ ...many, dimensions: 24 });
    expect(result).toMatchObject({ route: 'base64', requests: 2, dimensions: 24 });
    expect(embeds()).toEqual([]);
    expect(bulks().map((seen) => inputOf(seen).length)).toEqual([64, 6]);
    expect(bulks()[0]?.body).toEqual({
      model: 'tiny-embed',
      input: texts(64),
      dimensions: 24,
      encoding_format: 'base64',
    });
    const slowly = await provider.embed({ ...many, dimensions: 24, route: 'embed' });
    expect(slowly.route).toBe('embed');
    expect(result.vectors).toEqual(slowly.vectors);
    expect(result.usage).toEqual({ promptTokens: slowly.usage.promptTokens });
  });

  test('come so as plain numbers too', async () => {
    const { provider, bulks } = await answering();
    const vectors = await provider.generateEmbedding(many);
    expect(bulks()).toHaveLength(2);
    expect(vectors).toEqual(await provider.generateEmbedding({ ...many, route: 'embed' }));
  });

  test('leave the model loaded as long as was asked for', async () => {
    const { daemon, provider, empties } = await answering();
    await provider.embed({ ...many, keepAlive: '42m' });
    expect(empties().map(({ body }) => body)).toEqual([
      { model: 'tiny-embed', input: [], keep_alive: '42m' },
      { model: 'tiny-embed', input: [], keep_alive: '42m' },
    ]);
    expect(daemon.requests.at(-1)?.path).toBe('/api/embed');
  });

  test('leave the model unloaded when that was asked for', async () => {
    const { provider, bulks, empties } = await answering();
    await provider.embed({ ...many, keepAlive: 0 });
    expect(bulks()).toHaveLength(2);
    expect(empties()[0]?.body).toEqual({ model: 'tiny-embed', input: [] });
    expect(await provider.isModelLoaded('tiny-embed')).toBe('no');
  });

  test('are given out also when the model cannot be told how long to stay', async () => {
    const { daemon, provider } = await answering({ embeddings: [] });
    daemon.once('POST /api/embed', jsonScript({ error: 'boom' }, 500));
    const models = [{ name: 'tiny-embed:latest', context_length: 256 }];
    daemon.on('GET /api/ps', jsonScript({ models }));
    const { vectors, route } = await provider.embed(many);
    expect(route).toBe('base64');
    expect(vectors).toHaveLength(70);
  });
});

describe('an abort', () => {
  test('is heard also while the model is told how long to stay', async () => {
    const { daemon, provider, empties } = await answering({ embeddings: [] });
    const models = [{ name: 'tiny-embed:latest', context_length: 256 }];
    daemon.on('GET /api/ps', jsonScript({ models }));
    daemon.on('POST /api/embed', [{ stall: true }]);
    const controller = new AbortController();
    const { signal } = controller;
    const loads = daemon.nextRequest('/api/embed');
    const vectors = provider.embed({ ...many, signal }).catch((error: unknown) => error);
    await loads;
    const { closed } = await daemon.nextRequest('/api/embed');
    expect(empties()).toHaveLength(2);
    controller.abort();
    expect(await vectors).toMatchObject({ code: 'CANCELLED' });
    expect(await closed).toBe('aborted');
  });
});

describe('vectors do not come in base64', () => {
  test.each([
    ['for fewer than 64 texts', { text: texts(63) }],
    ['with options, which that route cannot carry', { options: { num_ctx: 200 } }],
    ['when the caller does not want it', { route: 'embed' as const }],
    [
      'when fewer than 64 are sure to be short enough',
      { text: texts(70).fill(longText, 0, 7), onTooLong: 'cut' as const },
    ],
  ])('%s', async (_what, rest) => {
    const { provider, bulks, empties } = await answering();
    expect((await provider.embed({ ...many, ...rest })).route).toBe('embed');
    expect([...bulks(), ...empties()]).toEqual([]);
  });

  test.each([
    [
      'a context that is smaller than the model bears',
      { models: [{ name: 'tiny-embed:latest', context_length: 6 }] },
    ],
    ['nothing of the context', { models: [{ name: 'tiny-embed:latest' }] }],
    ['nothing of the model', { models: [] }],
    ['nothing', {}],
  ])('when the daemon tells %s', async (_what, answer) => {
    const { daemon, provider, bulks } = await answering();
    daemon.on('GET /api/ps', jsonScript(answer));
    expect((await provider.embed(many)).route).toBe('embed');
    expect((await provider.embed({ ...request, route: 'base64' })).route).toBe('embed');
    expect(bulks()).toEqual([]);
  });

  test('when the context that the model got leaves fewer than 64 that are sure to be short enough', async () => {
    const { daemon, provider, bulks } = await answering();
    const models = [{ name: 'tiny-embed:latest', context_length: 'text 0'.length + 4 }];
    daemon.on('GET /api/ps', jsonScript({ models }));
    expect((await provider.embed(many)).route).toBe('embed');
    expect(bulks()).toEqual([]);
    expect((await provider.embed({ ...many, route: 'base64' })).route).toBe('base64');
    expect(bulks().map(inputOf)).toEqual([texts(10)]);
  });

  test('when the daemon does not take a request for nothing', async () => {
    const { daemon, provider, bulks } = await answering();
    daemon.once('POST /api/embed', jsonScript({ error: 'invalid input' }, 400));
    expect((await provider.embed(many)).route).toBe('embed');
    expect(bulks()).toEqual([]);
  });
});

describe('a text that may be too long for that route, which would cut it silently,', () => {
  const bytes = (count: number) => 'x'.repeat(count);

  test.each([
    ['252 letters', bytes(252), 'base64'],
    ['253 letters', bytes(253), 'embed'],
    ['126 letters of two bytes', 'ж'.repeat(126), 'base64'],
    ['127 letters of two bytes', 'ж'.repeat(127), 'embed'],
    ['80 letters that are taken apart into 18 each', 'ﷺ'.repeat(80), 'embed'],
  ] as const)('goes by the other one: %s', async (_what, text, route) => {
    const { provider } = await answering();
    expect((await provider.embed({ ...request, text, route: 'base64' })).route).toBe(route);
  });

  test.each([
    [2044, 'base64'],
    [2045, 'embed'],
  ] as const)(
    'goes by the other one where more than 2,048 tokens of context are told: %i letters',
    async (count, route) => {
      const { daemon, provider } = await answering();
      const info = { 'general.architecture': 'bert', 'bert.context_length': 8192 };
      const shown = { capabilities: ['embedding'], model_info: info };
      daemon.on('POST /api/show', jsonScript(shown));
      const models = [{ name: 'tiny-embed:latest', context_length: 8192 }];
      daemon.on('GET /api/ps', jsonScript({ models }));
      const asked = { ...request, text: bytes(count), route: 'base64' } as const;
      expect((await provider.embed(asked)).route).toBe(route);
    },
  );

  test('is refused or cut by the other one, and the others come in base64', async () => {
    const { provider, bulks, embeds } = await answering();
    const text = texts(70).with(10, longText);
    await expect(provider.embed({ ...many, text })).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { index: 10 },
    });
    const { cut, vectors, route } = await provider.embed({ ...many, text, onTooLong: 'cut' });
    expect(route).toBe('base64');
    expect(cut.map(({ index }) => index)).toEqual([10]);
    const [last] = (await provider.embed({ ...request, text: 'text 69' })).vectors;
    expect(vectors[69]).toEqual(last);
    expect(bulks().flatMap(inputOf)).not.toContain(longText);
    for (const { body } of embeds()) expect(body).toMatchObject({ truncate: false });
  });
});

describe('where that route', () => {
  const few = { ...request, text: ['a', 'b'], route: 'base64' } as const;

  test.each([404, 405])(
    'does not exist (%i), the other one is taken, and that is remembered',
    async (status) => {
      const { daemon, provider, bulks } = await answering();
      daemon.on('POST /v1/embeddings', [
        { status, headers: { 'content-type': 'text/plain' } },
        { send: `${status} page not found` },
      ]);
      const { route, vectors } = await provider.embed(few);
      expect(route).toBe('embed');
      expect(vectors).toHaveLength(2);
      expect(bulks()).toHaveLength(1);
      await provider.embed(few);
      expect(bulks()).toHaveLength(1);
    },
  );

  test('answers with numbers, these are taken', async () => {
    const { daemon, provider } = await answering();
    daemon.on(
      'POST /v1/embeddings',
      openAi([
        [1, 2],
        [3, 4],
      ]),
    );
    const { route, vectors } = await provider.embed(few);
    expect(route).toBe('base64');
    expect(vectors).toEqual([new Float32Array([1, 2]), new Float32Array([3, 4])]);
    expect(await provider.generateEmbedding(few)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('answers in another order, the vectors stand in theirs', async () => {
    const { daemon, provider } = await answering();
    const data = [
      { embedding: [2], index: 1 },
      { embedding: [1], index: 0 },
    ];
    daemon.on('POST /v1/embeddings', jsonScript({ data }));
    expect(await provider.generateEmbedding(few)).toEqual([[1], [2]]);
  });

  test.each([
    ['no base64', openAi(['AAAA*AAA', 'AAAAAAAA'])],
    ['half a float', openAi(['AAAA', 'AAAA'])],
    ['nothing for a text', openAi(['', 'AACAPw=='])],
    ['no end of a number', openAi(['AACAfw==', 'AACAPw=='])],
    ['what is not a number', openAi(['AADAfw==', 'AACAPw=='])],
    ['too few', openAi(['AACAPw=='])],
    [
      'two for one place',
      jsonScript({
        data: [
          { embedding: [1], index: 0 },
          { embedding: [2], index: 0 },
        ],
      }),
    ],
    ['none', jsonScript({})],
    ['no objects', jsonScript({ data: [1, 2] })],
  ])('gives %s, that is an error', async (_what, script) => {
    const { daemon, provider } = await answering();
    daemon.on('POST /v1/embeddings', script);
    const expected = { code: 'EMBEDDING_INVALID', details: { model: 'tiny-embed' } };
    await expect(provider.embed(few)).rejects.toMatchObject(expected);
    await expect(provider.generateEmbedding(few)).rejects.toMatchObject(expected);
  });

  test('crashes the engine, the texts are sent once more by the other one', async () => {
    const { daemon, provider, embeds } = await answering();
    const message = 'do embedding request: Post "http://127.0.0.1:1/v1/embeddings": EOF';
    const error = { message, type: 'invalid_request_error', param: null, code: null };
    daemon.on('POST /v1/embeddings', jsonScript({ error }, 400));
    const { route, vectors } = await provider.embed(few);
    expect(route).toBe('embed');
    expect(vectors).toHaveLength(2);
    expect(embeds().map(inputOf)).toEqual([['a'], ['b']]);
  });

  test.each([
    ['MODEL_OUT_OF_MEMORY', 500, 'model requires more system memory than is currently available'],
    ['OLLAMA_UNAUTHORIZED', 401, 'unauthorized'],
    [
      'MODEL_LACKS_CAPABILITY',
      501,
      'This server does not support embeddings. Start it with `--embeddings`',
    ],
  ])(
    'refuses with words of OpenAI, the error is %s all the same',
    async (code, status, message) => {
      const { daemon, provider } = await answering();
      const error = { message, type: 'api_error', param: null, code: null };
      daemon.on('POST /v1/embeddings', jsonScript({ error }, status));
      await expect(provider.embed(few)).rejects.toMatchObject({ code });
    },
  );

  test('is asked for a model that is not there, the error says so', async () => {
    const { provider } = await answering();
    await expect(provider.embed({ ...few, model: 'nope' })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      hint: expect.stringContaining('Installed: tiny-chat:latest'),
    });
  });
});
