import { describe, expect, test } from 'vitest';
import { convertMiniLm } from '../../src/gguf/convert-minilm.ts';
import { readGguf } from './gguf-reader.ts';
import { writeSafetensors } from './safetensors-writer.ts';
import type { WrittenTensor } from './safetensors-writer.ts';

const WIDTH = 32;

/** The names of the real file with small shapes; the values of each tensor are its number in the file. */
function smallMiniLm(prefix = ''): Record<string, WrittenTensor> {
  const tensors: Record<string, WrittenTensor> = {};
  const add = (name: string, ...shape: number[]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = new Float32Array(count).fill(Object.keys(tensors).length);
    tensors[prefix + name] = { dtype: 'F32', shape, data: Buffer.from(values.buffer) };
  };
  add('embeddings.word_embeddings.weight', 5, WIDTH);
  add('embeddings.position_embeddings.weight', 4, WIDTH);
  add('embeddings.token_type_embeddings.weight', 2, WIDTH);
  add('embeddings.LayerNorm.weight', WIDTH);
  add('embeddings.LayerNorm.bias', WIDTH);
  for (let layer = 0; layer < 6; layer += 1) {
    const linear = (name: string, rows: number, columns: number) => {
      add(`encoder.layer.${layer}.${name}.weight`, rows, columns);
      add(`encoder.layer.${layer}.${name}.bias`, rows);
    };
    const norm = (name: string) => {
      add(`encoder.layer.${layer}.${name}.weight`, WIDTH);
      add(`encoder.layer.${layer}.${name}.bias`, WIDTH);
    };
    for (const part of ['query', 'key', 'value']) linear(`attention.self.${part}`, WIDTH, WIDTH);
    linear('attention.output.dense', WIDTH, WIDTH);
    norm('attention.output.LayerNorm');
    linear('intermediate.dense', 2 * WIDTH, WIDTH);
    linear('output.dense', WIDTH, 2 * WIDTH);
    norm('output.LayerNorm');
  }
  add('pooler.dense.weight', WIDTH, WIDTH);
  return tensors;
}

function tokenizer(count: number): string {
  const special: Record<string, number> = {
    '[PAD]': 0,
    '[UNK]': 100,
    '[CLS]': 101,
    '[SEP]': 102,
    '[MASK]': 103,
    cat: 200,
    '##s': 201,
  };
  const taken = new Set(Object.values(special));
  const rest = Array.from({ length: count }, (_, id) => id).filter((id) => !taken.has(id));
  const vocab = { ...special, ...Object.fromEntries(rest.map((id) => [`word${id}`, id])) };
  return JSON.stringify({ model: { type: 'WordPiece', vocab } });
}

const files = { weights: writeSafetensors(smallMiniLm()), tokenizer: tokenizer(30_522) };

describe('the conversion of all-MiniLM-L6-v2', () => {
  test.each([
    ['f16', 1, 1],
    ['q8_0', 8, 7],
  ] as const)(
    'as %s keeps matrices so and everything else as floats',
    (encoding, type, fileType) => {
      const { tensors, metadata } = readGguf(convertMiniLm(files, encoding));
      expect(tensors).toHaveLength(101);
      expect(tensors.filter((tensor) => tensor.type === type)).toHaveLength(37);
      expect(tensors.filter((tensor) => tensor.type === 0)).toHaveLength(64);
      expect(metadata.get('general.file_type')).toBe(fileType);
    },
  );

  test('turns dimensions round and keeps each tensor with its name', () => {
    const file = convertMiniLm(files);
    const { tensors } = readGguf(file);
    const find = (name: string) => tensors.find((tensor) => tensor.name === name);
    expect(find('token_embd.weight')?.dimensions).toEqual([WIDTH, 5]);
    expect(find('blk.5.ffn_down.weight')?.dimensions).toEqual([2 * WIDTH, WIDTH]);
    // The last tensor that is used is number 100 of the file.
    expect(file.readFloatLE(find('blk.5.layer_output_norm.bias')?.start)).toBe(100);
    expect(file.readFloatLE(find('token_embd_norm.weight')?.start)).toBe(3);
  });

  test('spells the vocabulary as engines want it', () => {
    const tokens = readGguf(convertMiniLm(files)).metadata.get('tokenizer.ggml.tokens');
    expect(tokens).toHaveLength(30_522);
    expect(tokens).toMatchObject({ 0: '[PAD]', 101: '[CLS]', 200: '\u2581cat', 201: 's' });
  });

  test('takes names with a prefix too', () => {
    const prefixed = { ...files, weights: writeSafetensors(smallMiniLm('bert.')) };
    expect(convertMiniLm(prefixed).equals(convertMiniLm(files))).toBe(true);
  });

  test('refuses a file without one of the tensors, and a vocabulary of another size', () => {
    const { 'embeddings.LayerNorm.bias': _left, ...rest } = smallMiniLm();
    expect(() => convertMiniLm({ ...files, weights: writeSafetensors(rest) })).toThrow(
      'no tensor embeddings.LayerNorm.bias',
    );
    expect(() => convertMiniLm({ ...files, tokenizer: tokenizer(300) })).toThrow('300 tokens');
    expect(() => convertMiniLm({ ...files, tokenizer: '{}' })).toThrow('0 tokens');
  });
});
