import { writeGguf } from './gguf-writer.ts';
import type { GgufTensor } from './gguf-writer.ts';
import {
  ENDLESS_SCRIPTS,
  phraseId,
  SCRIPT_VOCABULARY_SIZE,
  SCRIPTS,
  scriptVocabulary,
  specialTokenId,
} from './script-vocabulary.ts';
import type { SpecialToken } from './script-vocabulary.ts';
import { encodeTensor } from './tensor-encoding.ts';

/** What may differ between two scripted models. */
export interface ScriptedChatModelOptions {
  /** `general.name` of the file. */
  readonly name: string;
  /** A jinja chat template to put into the file; none by default. */
  readonly chatTemplate?: string;
  /** Longest prompt and answer together, in tokens (one for each byte of text). Default 8192. */
  readonly contextLength?: number;
}

const SIZE = SCRIPT_VOCABULARY_SIZE;
const HEAD_SIZE = 64;
const FEED_FORWARD = 64;
/** After normalisation the wanted token wins by 4·√320 = 71.6, so it is chosen at any temperature. */
const WINNING_WEIGHT = 4;

/**
 * The GGUF file of a `llama` model that speaks from a script: attention and feed-forward are zero and embeddings are
 * one-hot, so what comes out depends on the last token alone, and the output matrix is the table of what follows it.
 */
export function scriptedChatModel(options: ScriptedChatModelOptions): Uint8Array {
  const { tokens, kinds } = scriptVocabulary();
  return writeGguf({
    metadata: [
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['general.name', { type: 'string', value: options.name }],
      ['general.file_type', { type: 'u32', value: 0 }],
      ['llama.block_count', { type: 'u32', value: 1 }],
      ['llama.context_length', { type: 'u32', value: options.contextLength ?? 8192 }],
      ['llama.embedding_length', { type: 'u32', value: SIZE }],
      ['llama.feed_forward_length', { type: 'u32', value: FEED_FORWARD }],
      ['llama.attention.head_count', { type: 'u32', value: SIZE / HEAD_SIZE }],
      ['llama.attention.head_count_kv', { type: 'u32', value: 1 }],
      ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-6 }],
      ['llama.rope.dimension_count', { type: 'u32', value: HEAD_SIZE }],
      ['llama.rope.freq_base', { type: 'f32', value: 10_000 }],
      ['llama.vocab_size', { type: 'u32', value: SIZE }],
      ['tokenizer.ggml.model', { type: 'string', value: 'gpt2' }],
      ['tokenizer.ggml.pre', { type: 'string', value: 'qwen2' }],
      ['tokenizer.ggml.tokens', { type: 'string[]', value: tokens }],
      ['tokenizer.ggml.token_type', { type: 'i32[]', value: kinds }],
      // Engines refuse an empty list; `he` is no token, so the merge never shows.
      ['tokenizer.ggml.merges', { type: 'string[]', value: ['h e'] }],
      ['tokenizer.ggml.bos_token_id', { type: 'u32', value: specialTokenId('<|endoftext|>') }],
      ['tokenizer.ggml.eos_token_id', { type: 'u32', value: specialTokenId('<|im_end|>') }],
      ['tokenizer.ggml.padding_token_id', { type: 'u32', value: specialTokenId('<|endoftext|>') }],
      ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
      ...(options.chatTemplate === undefined
        ? []
        : ([
            ['tokenizer.chat_template', { type: 'string', value: options.chatTemplate }],
          ] as const)),
    ],
    tensors: tensors(),
  });
}

function tensors(): GgufTensor[] {
  const matrix = (name: string, inputs: number, outputs: number, data?: Float32Array) =>
    tensor(name, [inputs, outputs], data ?? new Float32Array(inputs * outputs));
  const ones = (name: string) => tensor(name, [SIZE], new Float32Array(SIZE).fill(1));
  return [
    matrix('token_embd.weight', SIZE, SIZE, identity()),
    ones('output_norm.weight'),
    matrix('output.weight', SIZE, SIZE, nextTokenTable()),
    ones('blk.0.attn_norm.weight'),
    matrix('blk.0.attn_q.weight', SIZE, SIZE),
    matrix('blk.0.attn_k.weight', SIZE, HEAD_SIZE),
    matrix('blk.0.attn_v.weight', SIZE, HEAD_SIZE),
    matrix('blk.0.attn_output.weight', SIZE, SIZE),
    ones('blk.0.ffn_norm.weight'),
    matrix('blk.0.ffn_gate.weight', SIZE, FEED_FORWARD),
    matrix('blk.0.ffn_up.weight', SIZE, FEED_FORWARD),
    matrix('blk.0.ffn_down.weight', FEED_FORWARD, SIZE),
  ];
}

function tensor(name: string, shape: readonly number[], data: Float32Array): GgufTensor {
  return { name, shape, encoding: 'F32', data: encodeTensor(data, 'F32') };
}

function identity(): Float32Array {
  const data = new Float32Array(SIZE * SIZE);
  for (let index = 0; index < SIZE; index += 1) data[index * SIZE + index] = 1;
  return data;
}

function nextTokenTable(): Float32Array {
  const data = new Float32Array(SIZE * SIZE);
  successors().forEach((next, token) => {
    data[next * SIZE + token] = WINNING_WEIGHT;
  });
  return data;
}

/** What follows each token; the end of the text where no script says otherwise. */
function successors(): number[] {
  const end = specialTokenId('<|im_end|>');
  const next = new Array<number>(SIZE).fill(end);
  for (const mode of Object.keys(SCRIPTS) as SpecialToken[]) {
    const ids = (SCRIPTS[mode] ?? []).map(phraseId);
    const [first = end] = ids;
    next[specialTokenId(mode)] = first;
    ids.forEach((id, index) => {
      next[id] = ids[index + 1] ?? (ENDLESS_SCRIPTS.includes(mode) ? first : end);
    });
  }
  return next;
}
