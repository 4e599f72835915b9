import { isRecord } from '@nodetool-ai/graph';
import { writeGguf } from './gguf-writer.ts';
import type { GgufTensor, GgufValue } from './gguf-writer.ts';
import { readSafetensors } from './safetensors.ts';
import { encodeTensor } from './tensor-data.ts';

/** The two files of all-MiniLM-L6-v2 that hold what a GGUF needs. */
export interface MiniLmFiles {
  /** Bytes of `model.safetensors`. */
  readonly weights: Buffer;
  /** Text of `tokenizer.json`. */
  readonly tokenizer: string;
}

/** How the matrices are stored; norms, biases and positions always stay 32-bit floats. */
export type MiniLmEncoding = 'f16' | 'q8_0';

/** Values of `general.file_type`. */
const FILE_TYPES = { f16: 1, q8_0: 7 } as const;

const LAYERS = 6;
const SPECIAL_IDS = new Set([0, 100, 101, 102, 103]);
const VOCABULARY_SIZE = 30_522;

/** Names in the safetensors file and in the GGUF, in the order of the GGUF. */
const EMBEDDING_TENSORS: readonly (readonly [string, string])[] = [
  ['embeddings.word_embeddings.weight', 'token_embd.weight'],
  ['embeddings.position_embeddings.weight', 'position_embd.weight'],
  ['embeddings.token_type_embeddings.weight', 'token_types.weight'],
  ['embeddings.LayerNorm.weight', 'token_embd_norm.weight'],
  ['embeddings.LayerNorm.bias', 'token_embd_norm.bias'],
];

const LAYER_TENSORS: readonly (readonly [string, string])[] = [
  ['attention.self.query', 'attn_q'],
  ['attention.self.key', 'attn_k'],
  ['attention.self.value', 'attn_v'],
  ['attention.output.dense', 'attn_output'],
  ['attention.output.LayerNorm', 'attn_output_norm'],
  ['intermediate.dense', 'ffn_up'],
  ['output.dense', 'ffn_down'],
  ['output.LayerNorm', 'layer_output_norm'],
];

/**
 * Gives all-MiniLM-L6-v2 as a GGUF that llama.cpp and Ollama load: 46 MB as `f16`, 25 MB as `q8_0`. Throws when the
 * files are not that model.
 */
export function convertMiniLm(files: MiniLmFiles, encoding: MiniLmEncoding = 'f16'): Buffer {
  const source = readSafetensors(files.weights);
  const names = [
    ...EMBEDDING_TENSORS,
    ...Array.from({ length: LAYERS }, (_, layer) => layerNames(layer)).flat(),
  ];
  const tensors = names.map(([from, to]): GgufTensor => {
    const tensor = source.get(from) ?? source.get(`bert.${from}`);
    if (tensor === undefined) throw new Error(`the weights have no tensor ${from}`);
    const isMatrix = tensor.shape.length === 2 && !/^(position_embd|token_types)/.test(to);
    const stored = isMatrix ? encoding : 'f32';
    return {
      name: to,
      dimensions: tensor.shape.toReversed(),
      encoding: stored,
      data: encodeTensor(tensor.values, stored),
    };
  });
  return writeGguf(metadata(readVocabulary(files.tokenizer), encoding), tensors);
}

function layerNames(layer: number): readonly (readonly [string, string])[] {
  return LAYER_TENSORS.flatMap(([from, to]) =>
    ['weight', 'bias'].map(
      (part) => [`encoder.layer.${layer}.${from}.${part}`, `blk.${layer}.${to}.${part}`] as const,
    ),
  );
}

function readVocabulary(tokenizer: string): readonly string[] {
  const parsed: unknown = JSON.parse(tokenizer);
  const model = isRecord(parsed) && isRecord(parsed['model']) ? parsed['model'] : {};
  const entries = isRecord(model['vocab']) ? Object.entries(model['vocab']) : [];
  const tokens: string[] = [];
  for (const [token, id] of entries) {
    if (typeof id === 'number') tokens[id] = toGgufToken(token, id);
  }
  if (entries.length !== VOCABULARY_SIZE || tokens.length !== VOCABULARY_SIZE)
    throw new Error(`the tokenizer has ${entries.length} tokens, not ${VOCABULARY_SIZE}`);
  return tokens;
}

/** Word pieces lose their `##`; words get the mark of a beginning. */
function toGgufToken(token: string, id: number): string {
  if (SPECIAL_IDS.has(id)) return token;
  return token.startsWith('##') ? token.slice(2) : `\u2581${token}`;
}

function metadata(tokens: readonly string[], encoding: MiniLmEncoding): Map<string, GgufValue> {
  const number = (value: number): GgufValue => ({ type: 'u32', value });
  const string = (value: string): GgufValue => ({ type: 'string', value });
  return new Map<string, GgufValue>([
    ['general.architecture', string('bert')],
    ['general.name', string('all-MiniLM-L6-v2')],
    ['general.license', string('apache-2.0')],
    ['general.file_type', number(FILE_TYPES[encoding])],
    ['general.quantization_version', number(2)],
    ['bert.context_length', number(512)],
    ['bert.embedding_length', number(384)],
    ['bert.feed_forward_length', number(1536)],
    ['bert.block_count', number(LAYERS)],
    ['bert.attention.head_count', number(12)],
    ['bert.attention.layer_norm_epsilon', { type: 'f32', value: 1e-12 }],
    ['bert.attention.causal', { type: 'bool', value: false }],
    ['bert.pooling_type', number(1)],
    ['tokenizer.ggml.model', string('bert')],
    ['tokenizer.ggml.pre', string('jina-v2-en')],
    ['tokenizer.ggml.token_type_count', number(2)],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    [
      'tokenizer.ggml.token_type',
      { type: 'i32s', value: tokens.map((_, id) => (SPECIAL_IDS.has(id) ? 3 : 1)) },
    ],
    ['tokenizer.ggml.bos_token_id', number(101)],
    ['tokenizer.ggml.eos_token_id', number(102)],
    ['tokenizer.ggml.unknown_token_id', number(100)],
    ['tokenizer.ggml.seperator_token_id', number(102)],
    ['tokenizer.ggml.padding_token_id', number(0)],
    ['tokenizer.ggml.cls_token_id', number(101)],
    ['tokenizer.ggml.mask_token_id', number(103)],
  ]);
}
