import { describe, expect, test } from 'vitest';
import { startDaemon } from './running-daemon.ts';

function vectorsOf(body: unknown): readonly (readonly number[])[] {
  const { embeddings }: { embeddings: readonly (readonly number[])[] } = JSON.parse(
    JSON.stringify(body),
  );
  return embeddings;
}

describe('/api/embed', () => {
  test('gives a vector of length 1 for each text, in their order', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/embed', { model: 'vec', input: ['abc', 'xyz', 'abc'] });
    const [first, second, third] = vectorsOf(body);
    expect(first).toEqual(third);
    expect(first).not.toEqual(second);
    for (const vector of vectorsOf(body)) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    expect(body).toMatchObject({
      model: 'vec',
      prompt_eval_count: 9,
      total_duration: expect.toSatisfy(Number.isSafeInteger),
      load_duration: expect.toSatisfy(Number.isSafeInteger),
    });
  });

  test('takes one text by itself', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/embed', { model: 'vec', input: 'abc' });
    expect(vectorsOf(body)).toHaveLength(1);
  });

  test.each([[''], [[]], [null], [undefined]])(
    'gives no vector for %j, but loads',
    async (input) => {
      const { post, engine } = await startDaemon();
      expect(await post('/api/embed', { model: 'vec', input })).toEqual({
        status: 200,
        body: { model: 'vec', embeddings: [] },
      });
      expect(engine.log).toEqual(['load vec 512']);
    },
  );

  test('gives one for every empty text of a list', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/embed', { model: 'vec', input: ['', ''] });
    expect(vectorsOf(body)).toHaveLength(2);
    expect(body).toMatchObject({ prompt_eval_count: 4 });
  });

  test('cuts vectors, and makes them of length 1 again', async () => {
    const { post } = await startDaemon();
    const ask = async (dimensions: number | undefined) => {
      const { body } = await post('/api/embed', { model: 'vec', input: 'abc', dimensions });
      return vectorsOf(body)[0] ?? [];
    };
    const whole = await ask(undefined);
    const short = await ask(3);
    expect(short).toHaveLength(3);
    expect(Math.hypot(...short)).toBeCloseTo(1, 6);
    expect((short[0] ?? 0) / (short[1] ?? 1)).toBeCloseTo((whole[0] ?? 0) / (whole[1] ?? 1), 5);
    for (const dimensions of [0, -1, 8, 9999]) expect(await ask(dimensions)).toEqual(whole);
  });

  test('cuts a text that is too long, where it may', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/embed', { model: 'vec', input: 'cat '.repeat(600) });
    expect(body).toMatchObject({ prompt_eval_count: 512 });
  });

  test('refuses a text that is too long for the context that was asked for', async () => {
    const { post } = await startDaemon();
    const ask = { model: 'vec', input: 'a b c', truncate: false };
    expect(await post('/api/embed', ask)).toMatchObject({ status: 200 });
    expect(await post('/api/embed', { ...ask, options: { num_ctx: 4 } })).toEqual({
      status: 400,
      body: { error: 'the input length exceeds the context length' },
    });
  });
});

describe('/api/embeddings', () => {
  test('gives one vector', async () => {
    const { post } = await startDaemon();
    const { body } = await post('/api/embed', { model: 'vec', input: 'abc' });
    expect(await post('/api/embeddings', { model: 'vec', prompt: 'abc' })).toEqual({
      status: 200,
      body: { embedding: vectorsOf(body)[0] },
    });
  });

  test.each([{ prompt: '' }, {}])('gives an empty one for %j', async (rest) => {
    const { post } = await startDaemon();
    const reply = await post('/api/embeddings', { model: 'vec', ...rest });
    expect(reply).toEqual({ status: 200, body: { embedding: [] } });
  });
});

describe('/v1/embeddings', () => {
  test('gives the same vectors in base64 and as numbers', async () => {
    const { post } = await startDaemon();
    const input = ['abc', 'xyz'];
    const plain = await post('/api/embed', { model: 'vec', input, dimensions: 5 });
    const vectors = vectorsOf(plain.body);
    const ask = async (encoding_format?: string) => {
      const body = { model: 'vec', input, dimensions: 5, encoding_format };
      return (await post('/v1/embeddings', body)).body;
    };
    const rows = vectors.map((embedding, index) => ({ object: 'embedding', embedding, index }));
    const usage = { prompt_tokens: 6, total_tokens: 6 };
    const expected = { object: 'list', data: rows, model: 'vec', usage };
    expect(await ask()).toEqual(expected);
    expect(await ask('float')).toEqual(expected);
    const data = rows.map((row) => {
      const bytes = Buffer.alloc(row.embedding.length * 4);
      for (const [index, value] of row.embedding.entries()) bytes.writeFloatLE(value, index * 4);
      return { ...row, embedding: bytes.toString('base64') };
    });
    expect(await ask('base64')).toEqual({ ...expected, data });
  });

  test('gives a vector for an empty text, and cuts a long one', async () => {
    const { post } = await startDaemon();
    const ask = (input: string) => post('/v1/embeddings', { model: 'vec', input });
    expect(await ask('')).toMatchObject({ status: 200, body: { usage: { prompt_tokens: 2 } } });
    expect(await ask('cat '.repeat(600))).toMatchObject({
      status: 200,
      body: { usage: { prompt_tokens: 512 } },
    });
  });
});
