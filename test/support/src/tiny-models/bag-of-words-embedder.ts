import { writeGguf } from './gguf-writer.ts';
import type { GgufTensor } from './gguf-writer.ts';
import { createSeededRandom } from './seeded-random.ts';
import { encodeTensor } from './tensor-encoding.ts';
import { WORD_SPECIAL_TOKENS, wordVocabulary } from './word-vocabulary.ts';

/** What may differ between two bag-of-words embedders. */
export interface BagOfWordsEmbedderOptions {
  /** `general.name` of the file. */
  readonly name: string;
  /** Numbers in a vector; a multiple of 4, which is the number of attention heads. */
  readonly dimensions: number;
  /** Longest text in tokens, the two at its ends included. Default 256. */
  readonly contextLength?: number;
}

const HEADS = 4;
const FEED_FORWARD = 64;
const TOKEN_TYPES = 2;
const MEAN_POOLING = 1;
const SEED = 7;
const [PADDING, UNKNOWN, CLASSIFY, SEPARATOR, MASK] = WORD_SPECIAL_TOKENS.keys();

/**
 * The GGUF file of a `bert` model whose vector for a text is the mean of random vectors of its words: texts that share
 * words are near each other, and the order of words does not matter.
 */
export function bagOfWordsEmbedder(options: BagOfWordsEmbedderOptions): Uint8Array {
  const { dimensions, contextLength = 256 } = options;
  const tokens = wordVocabulary();
  const id = (value = 0) => ({ type: 'u32', value }) as const;
  const kinds = tokens.map((_, index) => {
    if (index === UNKNOWN) return 2;
    return index < WORD_SPECIAL_TOKENS.length ? 3 : 1;
  });
  return writeGguf({
    metadata: [
      ['general.architecture', { type: 'string', value: 'bert' }],
      ['general.name', { type: 'string', value: options.name }],
      ['general.file_type', { type: 'u32', value: 0 }],
      ['bert.block_count', { type: 'u32', value: 1 }],
      ['bert.context_length', { type: 'u32', value: contextLength }],
      ['bert.embedding_length', { type: 'u32', value: dimensions }],
      ['bert.feed_forward_length', { type: 'u32', value: FEED_FORWARD }],
      ['bert.attention.head_count', { type: 'u32', value: HEADS }],
      ['bert.attention.layer_norm_epsilon', { type: 'f32', value: 1e-12 }],
      ['bert.attention.causal', { type: 'bool', value: false }],
      // Its presence is what makes Ollama take the model for an embedder.
      ['bert.pooling_type', { type: 'u32', value: MEAN_POOLING }],
      ['tokenizer.ggml.model', { type: 'string', value: 'bert' }],
      ['tokenizer.ggml.pre', { type: 'string', value: 'jina-v2-en' }],
      ['tokenizer.ggml.token_type_count', { type: 'u32', value: TOKEN_TYPES }],
      ['tokenizer.ggml.tokens', { type: 'string[]', value: tokens }],
      ['tokenizer.ggml.token_type', { type: 'i32[]', value: kinds }],
      ['tokenizer.ggml.scores', { type: 'f32[]', value: tokens.map(() => -1000) }],
      ['tokenizer.ggml.bos_token_id', id(CLASSIFY)],
      ['tokenizer.ggml.eos_token_id', id(SEPARATOR)],
      ['tokenizer.ggml.unknown_token_id', id(UNKNOWN)],
      // The official spelling.
      ['tokenizer.ggml.seperator_token_id', id(SEPARATOR)],
      ['tokenizer.ggml.padding_token_id', id(PADDING)],
      ['tokenizer.ggml.cls_token_id', id(CLASSIFY)],
      ['tokenizer.ggml.mask_token_id', id(MASK)],
    ],
    tensors: tensors(tokens.length, dimensions, contextLength),
  });
}

function tensors(vocabularySize: number, dimensions: number, contextLength: number): GgufTensor[] {
  const tensor = (name: string, shape: readonly number[], data: Float32Array): GgufTensor => ({
    name,
    shape,
    encoding: 'F32',
    data: encodeTensor(data, 'F32'),
  });
  const zeros = (name: string, ...shape: number[]) =>
    tensor(name, shape, new Float32Array(shape.reduce((product, length) => product * length, 1)));
  const norm = (name: string) => [
    tensor(`${name}.weight`, [dimensions], new Float32Array(dimensions).fill(1)),
    zeros(`${name}.bias`, dimensions),
  ];
  const linear = (name: string, inputs: number, outputs: number) => [
    zeros(`${name}.weight`, inputs, outputs),
    zeros(`${name}.bias`, outputs),
  ];
  const vectors = createSeededRandom(SEED).normals(vocabularySize * dimensions);
  return [
    tensor('token_embd.weight', [dimensions, vocabularySize], vectors),
    zeros('token_types.weight', dimensions, TOKEN_TYPES),
    zeros('position_embd.weight', dimensions, contextLength),
    ...norm('token_embd_norm'),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((part) =>
      linear(`blk.0.${part}`, dimensions, dimensions),
    ),
    ...norm('blk.0.attn_output_norm'),
    ...linear('blk.0.ffn_up', dimensions, FEED_FORWARD),
    ...linear('blk.0.ffn_down', FEED_FORWARD, dimensions),
    ...norm('blk.0.layer_output_norm'),
  ];
}
