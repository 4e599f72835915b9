import { readBertConfiguration } from './bert-configuration.ts';
import type { BertConfiguration } from './bert-configuration.ts';
import { writeGguf } from './gguf-writer.ts';
import type { GgufTensor, GgufValue } from './gguf-writer.ts';
import { readSafetensors, SafetensorsError, tensorValues } from './safetensors-reader.ts';
import { encodeTensor } from './tensor-encoding.ts';
import type { TensorEncoding } from './tensor-encoding.ts';
import { readWordPieceVocabulary } from './wordpiece-vocabulary.ts';

/** The files of a sentence embedder, as they are published, and what to make of them. */
export interface BertConversion {
  readonly name: string;
  /** SPDX identifier in lower case, such as `apache-2.0`. */
  readonly license: string;
  /** Encoding of the large matrices; norms, biases and positions stay in single precision. */
  readonly encoding: 'F16' | 'Q8_0';
  readonly safetensors: Uint8Array;
  /** Text of `tokenizer.json`. */
  readonly tokenizer: string;
  /** Text of `config.json`. */
  readonly configuration: string;
}

/** Names in the published file and in GGUF, in the order of the GGUF file; each has a weight and a bias. */
const LAYER_PARTS = [
  { from: 'attention.self.query', to: 'attn_q', isMatrix: true },
  { from: 'attention.self.key', to: 'attn_k', isMatrix: true },
  { from: 'attention.self.value', to: 'attn_v', isMatrix: true },
  { from: 'attention.output.dense', to: 'attn_output', isMatrix: true },
  { from: 'attention.output.LayerNorm', to: 'attn_output_norm', isMatrix: false },
  { from: 'intermediate.dense', to: 'ffn_up', isMatrix: true },
  { from: 'output.dense', to: 'ffn_down', isMatrix: true },
  { from: 'output.LayerNorm', to: 'layer_output_norm', isMatrix: false },
] as const;

/** Values of `general.file_type`. */
const FILE_TYPES = { F16: 1, Q8_0: 7 } as const;
const MEAN_POOLING = 1;

/**
 * The GGUF file of a BERT sentence embedder with mean pooling, such as all-MiniLM-L6-v2. The same input gives the same
 * bytes. Throws a SafetensorsError or RangeError when the files do not hold what such a model needs.
 */
export function convertBert(conversion: BertConversion): Uint8Array {
  const configuration = readBertConfiguration(conversion.configuration);
  return writeGguf({
    metadata: metadata(conversion, configuration),
    tensors: tensors(conversion, configuration),
  });
}

function metadata(conversion: BertConversion, configuration: BertConfiguration) {
  const vocabulary = readWordPieceVocabulary(conversion.tokenizer);
  const { tokens, specialIds } = vocabulary;
  if (tokens.length !== configuration.vocabularySize)
    throw new RangeError(
      `tokenizer.json has ${tokens.length} tokens, config.json says ${configuration.vocabularySize}`,
    );
  const u32 = (value: number): GgufValue => ({ type: 'u32', value });
  const text = (value: string): GgufValue => ({ type: 'string', value });
  const id = (token: string) => u32(vocabulary.idOf(token));
  return [
    ['general.architecture', text('bert')],
    ['general.name', text(conversion.name)],
    ['general.license', text(conversion.license)],
    ['general.file_type', u32(FILE_TYPES[conversion.encoding])],
    ['general.quantization_version', u32(2)],
    ['bert.context_length', u32(configuration.contextLength)],
    ['bert.embedding_length', u32(configuration.hiddenSize)],
    ['bert.feed_forward_length', u32(configuration.intermediateSize)],
    ['bert.block_count', u32(configuration.layers)],
    ['bert.attention.head_count', u32(configuration.heads)],
    ['bert.attention.layer_norm_epsilon', { type: 'f32', value: configuration.normEpsilon }],
    ['bert.attention.causal', { type: 'bool', value: false }],
    ['bert.pooling_type', u32(MEAN_POOLING)],
    ['tokenizer.ggml.model', text('bert')],
    ['tokenizer.ggml.pre', text('jina-v2-en')],
    ['tokenizer.ggml.token_type_count', u32(configuration.typeCount)],
    ['tokenizer.ggml.tokens', { type: 'string[]', value: tokens }],
    [
      'tokenizer.ggml.token_type',
      { type: 'i32[]', value: tokens.map((_, index) => (specialIds.has(index) ? 3 : 1)) },
    ],
    ['tokenizer.ggml.bos_token_id', id('[CLS]')],
    ['tokenizer.ggml.eos_token_id', id('[SEP]')],
    ['tokenizer.ggml.unknown_token_id', id('[UNK]')],
    // The official spelling.
    ['tokenizer.ggml.seperator_token_id', id('[SEP]')],
    ['tokenizer.ggml.padding_token_id', id('[PAD]')],
    ['tokenizer.ggml.cls_token_id', id('[CLS]')],
    ['tokenizer.ggml.mask_token_id', id('[MASK]')],
  ] as const satisfies readonly (readonly [string, GgufValue])[];
}

function tensors(conversion: BertConversion, configuration: BertConfiguration): GgufTensor[] {
  const source = readSafetensors(conversion.safetensors);
  const take = (from: string, to: string, encoding: TensorEncoding): GgufTensor => {
    const tensor = source.get(from) ?? source.get(`bert.${from}`);
    if (tensor === undefined) throw new SafetensorsError(`the file has no tensor ${from}`);
    const data = encodeTensor(tensorValues(tensor), encoding);
    return { name: to, shape: tensor.shape.toReversed(), encoding, data };
  };
  const both = (from: string, to: string, encoding: TensorEncoding) => [
    take(`${from}.weight`, `${to}.weight`, encoding),
    take(`${from}.bias`, `${to}.bias`, 'F32'),
  ];
  const { encoding } = conversion;
  return [
    take('embeddings.word_embeddings.weight', 'token_embd.weight', encoding),
    take('embeddings.position_embeddings.weight', 'position_embd.weight', 'F32'),
    take('embeddings.token_type_embeddings.weight', 'token_types.weight', 'F32'),
    ...both('embeddings.LayerNorm', 'token_embd_norm', 'F32'),
    ...Array.from({ length: configuration.layers }, (_, layer) =>
      LAYER_PARTS.flatMap(({ from, to, isMatrix }) =>
        both(`encoder.layer.${layer}.${from}`, `blk.${layer}.${to}`, isMatrix ? encoding : 'F32'),
      ),
    ).flat(),
  ];
}
