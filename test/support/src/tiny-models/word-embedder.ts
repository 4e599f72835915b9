import { fillFloats, float32Bytes, writeGguf } from '@nodetool-ai/starter/gguf';
import type { GgufTensor, GgufValue } from '@nodetool-ai/starter/gguf';
import { seededGaussian } from './seeded-random.ts';

const CONTEXT_LENGTH = 256;
const FEED_FORWARD = 64;
const HEADS = 4;

const WORDS = (
  'the a an of and to in is it for on with as at by from this that be are was were king queen man woman cat dog ' +
  'animal car bus vehicle apple banana fruit python code program computer data vector search database paris france ' +
  'city weather sun rain hello world'
).split(' ');

function vocabulary(): string[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('');
  const starts = [...letters, ...'.,!?-:;\'"()'.split('')].map((character) => `\u2581${character}`);
  const words = WORDS.filter((word) => word.length > 1).map((word) => `\u2581${word}`);
  return ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...starts, ...letters, ...words];
}

/**
 * A real bert model that makes a bag of words: attention and feed-forward are zero, so each text is the mean of one
 * random vector for each of its words. Texts that share words are similar. `dimensions` must be a multiple of 4.
 */
export function makeWordEmbedder(dimensions: number): Buffer {
  const tokens = vocabulary();
  const gaussian = seededGaussian(7);
  const floats = (name: string, size: readonly number[], values: Float32Array): GgufTensor => ({
    name,
    dimensions: size,
    encoding: 'f32',
    data: float32Bytes(values),
  });
  const zeros = (name: string, ...size: number[]) =>
    floats(name, size, new Float32Array(size.reduce((product, part) => product * part, 1)));
  const norm = (name: string) => [
    floats(`${name}.weight`, [dimensions], new Float32Array(dimensions).fill(1)),
    zeros(`${name}.bias`, dimensions),
  ];
  const linear = (name: string, columns: number, rows: number) => [
    zeros(`${name}.weight`, columns, rows),
    zeros(`${name}.bias`, rows),
  ];
  const tensors = [
    floats(
      'token_embd.weight',
      [dimensions, tokens.length],
      fillFloats(dimensions * tokens.length, gaussian),
    ),
    zeros('token_types.weight', dimensions, 2),
    zeros('position_embd.weight', dimensions, CONTEXT_LENGTH),
    ...norm('token_embd_norm'),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((part) =>
      linear(`blk.0.${part}`, dimensions, dimensions),
    ),
    ...norm('blk.0.attn_output_norm'),
    ...linear('blk.0.ffn_up', dimensions, FEED_FORWARD),
    ...linear('blk.0.ffn_down', FEED_FORWARD, dimensions),
    ...norm('blk.0.layer_output_norm'),
  ];
  return writeGguf(metadata(dimensions, tokens), tensors);
}

function metadata(dimensions: number, tokens: readonly string[]): Map<string, GgufValue> {
  const number = (value: number): GgufValue => ({ type: 'u32', value });
  const special = new Set([0, 2, 3, 4]);
  const types = tokens.map((_, index) => (special.has(index) ? 3 : index === 1 ? 2 : 1));
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'bert' }],
    ['general.file_type', number(0)],
    ['bert.block_count', number(1)],
    ['bert.context_length', number(CONTEXT_LENGTH)],
    ['bert.embedding_length', number(dimensions)],
    ['bert.feed_forward_length', number(FEED_FORWARD)],
    ['bert.attention.head_count', number(HEADS)],
    ['bert.attention.layer_norm_epsilon', { type: 'f32', value: 1e-12 }],
    ['bert.attention.causal', { type: 'bool', value: false }],
    // Mean. That the key is there makes it an embedding model.
    ['bert.pooling_type', number(1)],
    ['tokenizer.ggml.model', { type: 'string', value: 'bert' }],
    ['tokenizer.ggml.pre', { type: 'string', value: 'jina-v2-en' }],
    ['tokenizer.ggml.token_type_count', number(2)],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: types }],
    ['tokenizer.ggml.scores', { type: 'f32s', value: tokens.map(() => -1000) }],
    ['tokenizer.ggml.bos_token_id', number(2)],
    ['tokenizer.ggml.eos_token_id', number(3)],
    ['tokenizer.ggml.unknown_token_id', number(1)],
    ['tokenizer.ggml.seperator_token_id', number(3)],
    ['tokenizer.ggml.padding_token_id', number(0)],
    ['tokenizer.ggml.cls_token_id', number(2)],
    ['tokenizer.ggml.mask_token_id', number(4)],
  ]);
}
