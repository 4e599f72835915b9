import { BYTE_CHARACTERS, toByteCharacters } from './byte-characters.ts';
import { fillFloats, float32Bytes, writeGguf } from '@nodetool-ai/starter/gguf';
import type { GgufTensor, GgufValue } from '@nodetool-ai/starter/gguf';

/** Size of the vocabulary and, because embeddings are one-hot, of the hidden state. A multiple of 64. */
const SIZE = 320;
const HEAD_SIZE = 64;
const FEED_FORWARD = 64;
const CONTEXT_LENGTH = 8192;

const SPECIAL = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|plain|>',
  '<|tools|>',
  '<|think|>',
  '<|nothink|>',
  '<|toolresult|>',
  '<|long|>',
  '<|rep|>',
  '<|vision|>',
];

/**
 * What the model says after each special token, one token each. Every text stands here once only: a token has one
 * successor. The last of `loops` leads back to its first.
 */
const SCRIPTS: readonly {
  readonly after: string;
  readonly says: readonly string[];
  readonly loops?: true;
}[] = [
  { after: '<|plain|>', says: ['Hello', ' from', ' a', ' tiny', ' real', ' model.'] },
  {
    after: '<|think|>',
    says: [
      '<think>\n',
      'Let me',
      ' think',
      ' briefly.',
      '\n</think>\n\n',
      'The answer',
      ' is',
      ' 42.',
    ],
  },
  { after: '<|nothink|>', says: ['Direct', ' answer.'] },
  {
    after: '<|tools|>',
    says: [
      '<tool_call>\n',
      '{"name": "get_weather", ',
      '"arguments": {"city": "Paris"}}',
      '\n</tool_call>',
    ],
  },
  { after: '<|toolresult|>', says: ['It is', ' sunny', ' in', ' Paris.'] },
  { after: '<|vision|>', says: ['I see', ' an image.'] },
  { after: '<|rep|>', says: [' same'], loops: true },
  { after: '<|long|>', says: [' loop', ' again'], loops: true },
];

const phrases = SCRIPTS.flatMap((script) => script.says);
const specialId = (token: string) => 256 + SPECIAL.indexOf(token);
const phraseId = (phrase: string) => 256 + SPECIAL.length + phrases.indexOf(phrase);

/** Which token follows each token; what has no follower ends the answer. */
function successors(): Int32Array {
  const next = new Int32Array(SIZE).fill(specialId('<|im_end|>'));
  for (const { after, says, loops } of SCRIPTS) {
    let previous = specialId(after);
    for (const phrase of says) {
      next[previous] = phraseId(phrase);
      previous = phraseId(phrase);
    }
    if (loops) next[previous] = phraseId(says[0] ?? '');
  }
  return next;
}

function vocabulary(): { tokens: string[]; types: number[] } {
  const tokens = [...BYTE_CHARACTERS, ...SPECIAL, ...phrases.map(toByteCharacters)];
  const types = [...BYTE_CHARACTERS.map(() => 1), ...SPECIAL.map(() => 3), ...phrases.map(() => 1)];
  // Padding tokens need texts of their own: two equal ones stop the loader.
  while (tokens.length < SIZE) {
    types.push(5);
    tokens.push(`[PAD${tokens.length}]`);
  }
  return { tokens, types };
}

const tensor = (name: string, dimensions: readonly number[], values: Float32Array): GgufTensor => ({
  name,
  dimensions,
  encoding: 'f32',
  data: float32Bytes(values),
});

function tensors(): readonly GgufTensor[] {
  const next = successors();
  const zeros = (name: string, columns: number, rows: number) =>
    tensor(name, [columns, rows], new Float32Array(columns * rows));
  const ones = (name: string) => tensor(name, [SIZE], new Float32Array(SIZE).fill(1));
  return [
    tensor(
      'token_embd.weight',
      [SIZE, SIZE],
      fillFloats(SIZE * SIZE, (index) => (index % (SIZE + 1) === 0 ? 1 : 0)),
    ),
    ones('output_norm.weight'),
    tensor(
      'output.weight',
      [SIZE, SIZE],
      // Row = the token that is said, column = the token that was last. After the norm the winner is far ahead.
      fillFloats(SIZE * SIZE, (index) => (next[index % SIZE] === Math.floor(index / SIZE) ? 4 : 0)),
    ),
    ones('blk.0.attn_norm.weight'),
    zeros('blk.0.attn_q.weight', SIZE, SIZE),
    zeros('blk.0.attn_k.weight', SIZE, HEAD_SIZE),
    zeros('blk.0.attn_v.weight', SIZE, HEAD_SIZE),
    zeros('blk.0.attn_output.weight', SIZE, SIZE),
    ones('blk.0.ffn_norm.weight'),
    zeros('blk.0.ffn_gate.weight', SIZE, FEED_FORWARD),
    zeros('blk.0.ffn_up.weight', SIZE, FEED_FORWARD),
    zeros('blk.0.ffn_down.weight', FEED_FORWARD, SIZE),
  ];
}

/**
 * A real llama model that says what a table tells it: all layers are zero, so the next token depends on the last one
 * only, at any temperature. The last special token of the prompt chooses the script. With `chatTemplate`, the jinja
 * text is put into the file.
 */
export function makeScriptedModel(chatTemplate?: string): Buffer {
  const { tokens, types } = vocabulary();
  const metadata: [string, GgufValue][] = [
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['general.name', { type: 'string', value: 'tiny-script' }],
    ['general.file_type', { type: 'u32', value: 0 }],
    ['llama.block_count', { type: 'u32', value: 1 }],
    ['llama.context_length', { type: 'u32', value: CONTEXT_LENGTH }],
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
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: types }],
    // An empty list is not accepted.
    ['tokenizer.ggml.merges', { type: 'strings', value: ['h e'] }],
    ['tokenizer.ggml.bos_token_id', { type: 'u32', value: specialId('<|endoftext|>') }],
    ['tokenizer.ggml.eos_token_id', { type: 'u32', value: specialId('<|im_end|>') }],
    ['tokenizer.ggml.padding_token_id', { type: 'u32', value: specialId('<|endoftext|>') }],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: false }],
  ];
  if (chatTemplate !== undefined)
    metadata.push(['tokenizer.chat_template', { type: 'string', value: chatTemplate }]);
  return writeGguf(new Map(metadata), tensors());
}
