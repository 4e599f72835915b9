import { writeGguf } from './gguf-writer.ts';
import type { GgufTensor } from './gguf-writer.ts';
import { SCRIPT_VOCABULARY_SIZE } from './script-vocabulary.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { SeededRandom } from './seeded-random.ts';
import { encodeTensor } from './tensor-encoding.ts';

const IMAGE_PIXELS = 28;
const PATCH_PIXELS = 14;
/** Each patch takes one token of the prompt: four for an image. */
const PATCHES = (IMAGE_PIXELS / PATCH_PIXELS) ** 2;
const WIDTH = 32;
const FEED_FORWARD = 64;
const LAYERS = 2;
/** Must equal the embedding length of the chat model. */
const PROJECTED = SCRIPT_VOCABULARY_SIZE;
const COLOURS = 3;
const SEED = 3;
/** Small enough that nothing overflows on the way through the layers. */
const WEIGHT_SCALE = 0.05;

/**
 * The GGUF file of a `clip` projector with random weights for the scripted chat model: images are read and turned into
 * four tokens, and their content does not matter.
 */
export function visionProjector(): Uint8Array {
  const third = [0.5, 0.5, 0.5];
  return writeGguf({
    metadata: [
      ['general.architecture', { type: 'string', value: 'clip' }],
      ['general.type', { type: 'string', value: 'mmproj' }],
      ['general.name', { type: 'string', value: 'tiny-mmproj' }],
      ['general.file_type', { type: 'u32', value: 0 }],
      ['clip.has_text_encoder', { type: 'bool', value: false }],
      ['clip.has_vision_encoder', { type: 'bool', value: true }],
      ['clip.has_llava_projector', { type: 'bool', value: true }],
      ['clip.projector_type', { type: 'string', value: 'mlp' }],
      ['clip.use_gelu', { type: 'bool', value: true }],
      ['clip.vision.image_size', { type: 'u32', value: IMAGE_PIXELS }],
      ['clip.vision.patch_size', { type: 'u32', value: PATCH_PIXELS }],
      ['clip.vision.embedding_length', { type: 'u32', value: WIDTH }],
      ['clip.vision.feed_forward_length', { type: 'u32', value: FEED_FORWARD }],
      ['clip.vision.block_count', { type: 'u32', value: LAYERS }],
      ['clip.vision.projection_dim', { type: 'u32', value: PROJECTED }],
      ['clip.vision.attention.head_count', { type: 'u32', value: 2 }],
      ['clip.vision.attention.layer_norm_epsilon', { type: 'f32', value: 1e-5 }],
      ['clip.vision.image_mean', { type: 'f32[]', value: third }],
      ['clip.vision.image_std', { type: 'f32[]', value: third }],
    ],
    tensors: tensors(createSeededRandom(SEED)),
  });
}

function tensors(random: SeededRandom): GgufTensor[] {
  const weights = (name: string, ...shape: number[]): GgufTensor => {
    const count = shape.reduce((product, length) => product * length, 1);
    const data = encodeTensor(random.normals(count, WEIGHT_SCALE), 'F32');
    return { name, shape, encoding: 'F32', data };
  };
  const filled = (name: string, length: number, value: number): GgufTensor => ({
    name,
    shape: [length],
    encoding: 'F32',
    data: encodeTensor(new Float32Array(length).fill(value), 'F32'),
  });
  const linear = (name: string, inputs: number, outputs: number) => [
    weights(`${name}.weight`, inputs, outputs),
    filled(`${name}.bias`, outputs, 0),
  ];
  const norm = (name: string) => [
    filled(`${name}.weight`, WIDTH, 1),
    filled(`${name}.bias`, WIDTH, 0),
  ];
  const layer = (block: string) => [
    ...['attn_q', 'attn_k', 'attn_v', 'attn_out'].flatMap((part) =>
      linear(`${block}.${part}`, WIDTH, WIDTH),
    ),
    ...norm(`${block}.ln1`),
    ...norm(`${block}.ln2`),
    ...linear(`${block}.ffn_up`, WIDTH, FEED_FORWARD),
    ...linear(`${block}.ffn_down`, FEED_FORWARD, WIDTH),
  ];
  return [
    weights('v.class_embd', WIDTH),
    weights('v.patch_embd.weight', PATCH_PIXELS, PATCH_PIXELS, COLOURS, WIDTH),
    weights('v.position_embd.weight', WIDTH, PATCHES + 1),
    ...norm('v.pre_ln'),
    ...norm('v.post_ln'),
    ...Array.from({ length: LAYERS }, (_, index) => layer(`v.blk.${index}`)).flat(),
    ...linear('mm.0', WIDTH, PROJECTED),
    ...linear('mm.2', PROJECTED, PROJECTED),
  ];
}
