import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { TEST_MODEL_NAMES, TINY_MODELS } from '../../src/tiny-models/model-definitions.ts';
import { seededGaussian } from '../../src/tiny-models/seeded-random.ts';
import { readGguf } from '../../../../packages/starter/test/gguf/gguf-reader.ts';

const files = new Map(TINY_MODELS.flatMap((model) => Object.entries(model.files)));
const read = async (name: string) => {
  const file = Buffer.from((await files.get(name)?.()) ?? []);
  return { file, ...readGguf(file) };
};
const strings = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

describe.each([...files.keys()])('%s', (name) => {
  test('is the same bytes each time', async () => {
    const digests = [(await read(name)).file, (await read(name)).file].map((file) =>
      createHash('sha256').update(file).digest('hex'),
    );
    expect(digests[0]).toBe(digests[1]);
  });

  test('names its architecture first, then the keys of the architecture, then the tokenizer', async () => {
    const keys = [...(await read(name)).metadata.keys()];
    expect(keys[0]).toBe('general.architecture');
    const groups = keys.map((key) => key.split('.')[0] ?? '');
    const order = groups.filter((group, index) => group !== groups[index - 1]);
    expect(order.length).toBe(new Set(groups).size);
    expect(order.indexOf('tokenizer')).toBe(order.includes('tokenizer') ? order.length - 1 : -1);
  });

  test('has its tensors one after the other at multiples of 32, up to the end of the file', async () => {
    const { tensors, sizeBytes } = await read(name);
    let expected = 0;
    for (const { offset, dimensions } of tensors) {
      expect(offset).toBe(expected);
      const length = dimensions.reduce((product, size) => product * size, 4);
      expected += Math.ceil(length / 32) * 32;
    }
    expect((tensors[0]?.start ?? 0) + expected).toBe(sizeBytes);
  });

  test('has no two tokens of the same text, which would end the engine', async () => {
    const tokens = strings((await read(name)).metadata.get('tokenizer.ggml.tokens'));
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});

/** What the scripted model says after a special token, by its table alone. */
async function speak(mode: string, most: number): Promise<readonly string[]> {
  const { file, metadata, tensors } = await read('tiny-script.gguf');
  const tokens = strings(metadata.get('tokenizer.ggml.tokens'));
  const start = tensors.find((tensor) => tensor.name === 'output.weight')?.start ?? 0;
  const weight = (row: number, column: number) =>
    file.readFloatLE(start + (row * tokens.length + column) * 4);
  const said: string[] = [];
  let token = tokens.indexOf(mode);
  while (said.length < most) {
    const column = token;
    const winners = tokens.flatMap((_, row) => (weight(row, column) > 0 ? [row] : []));
    expect(winners).toHaveLength(1);
    token = winners[0] ?? 0;
    if (tokens[token] === '<|im_end|>') break;
    said.push(tokens[token] ?? '');
  }
  return said;
}

describe('the table of the scripted model', () => {
  test('has one script for each mode', async () => {
    expect((await speak('<|think|>', 20)).join('')).toBe(
      '<think>ĊLetĠmeĠthinkĠbriefly.Ċ</think>ĊĊTheĠanswerĠisĠ42.',
    );
    expect((await speak('<|tools|>', 20)).join('')).toContain('{"name":Ġ"get_weather"');
    expect((await speak('<|vision|>', 20)).join('')).toBe('IĠseeĠanĠimage.');
  });

  test('goes round for ever where a daemon shall be stopped', async () => {
    expect(await speak('<|rep|>', 4)).toEqual(Array.from({ length: 4 }, () => 'Ġsame'));
    expect(await speak('<|long|>', 3)).toEqual(['Ġloop', 'Ġagain', 'Ġloop']);
  });

  test('ends at once after a token that nothing follows', async () => {
    expect(await speak('a', 20)).toEqual([]);
  });
});

describe('the embedders', () => {
  test.each([
    ['tiny-embed.gguf', 48],
    ['tiny-embed-32.gguf', 32],
  ])('%s says %i dimensions and mean pooling', async (name, dimensions) => {
    const { metadata, tensors } = await read(name);
    expect(metadata.get('bert.embedding_length')).toBe(dimensions);
    expect(metadata.get('bert.pooling_type')).toBe(1);
    expect(tensors[0]).toMatchObject({ name: 'token_embd.weight', dimensions: [dimensions, 138] });
  });
});

test('seeded numbers have the mean and the deviation that were asked for', () => {
  const next = seededGaussian(1, 2);
  const values = Array.from({ length: 10_000 }, next);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 0);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
});

test('every name for the tests is a model that is made, or one of the two real ones', () => {
  const made = [...TINY_MODELS.map((model) => model.name), 'smollm2:135m', 'all-minilm'];
  expect(Object.values(TEST_MODEL_NAMES).toSorted()).toEqual(made.toSorted());
});
