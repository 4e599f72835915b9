import { fillFloats, float32Bytes, writeGguf } from '@nodetool-ai/starter/gguf';
import type { GgufTensor, GgufValue } from '@nodetool-ai/starter/gguf';
import { seededGaussian } from './seeded-random.ts';

const IMAGE_SIZE = 28;
const PATCH_SIZE = 14;
const WIDTH = 32;
const FEED_FORWARD = 64;
const LAYERS = 2;
/** Must be the hidden size of the language model that it is used with. */
const PROJECTION = 320;

/**
 * A vision projector (`clip`) with random weights: four tokens for each image, whatever it shows. It makes a daemon
 * take images; the language model beside it says what it always says.
 */
export function makeVisionProjector(): Buffer {
  const gaussian = seededGaussian(3, 0.05);
  const random = (name: string, ...dimensions: number[]): GgufTensor => {
    const length = dimensions.reduce((product, size) => product * size, 1);
    return { name, dimensions, encoding: 'f32', data: float32Bytes(fillFloats(length, gaussian)) };
  };
  const constant = (name: string, size: number, value: number): GgufTensor => ({
    name,
    dimensions: [size],
    encoding: 'f32',
    data: float32Bytes(new Float32Array(size).fill(value)),
  });
  const linear = (name: string, columns: number, rows: number) => [
    random(`${name}.weight`, columns, rows),
    constant(`${name}.bias`, rows, 0),
  ];
  const norm = (name: string) => [
    constant(`${name}.weight`, WIDTH, 1),
    constant(`${name}.bias`, WIDTH, 0),
  ];
  const layer = (index: number) => [
    ...['attn_q', 'attn_k', 'attn_v', 'attn_out'].flatMap((part) =>
      linear(`v.blk.${index}.${part}`, WIDTH, WIDTH),
    ),
    ...norm(`v.blk.${index}.ln1`),
    ...norm(`v.blk.${index}.ln2`),
    ...linear(`v.blk.${index}.ffn_up`, WIDTH, FEED_FORWARD),
    ...linear(`v.blk.${index}.ffn_down`, FEED_FORWARD, WIDTH),
  ];
  const positions = (IMAGE_SIZE / PATCH_SIZE) ** 2 + 1;
  const tensors = [
    random('v.class_embd', WIDTH),
    random('v.patch_embd.weight', PATCH_SIZE, PATCH_SIZE, 3, WIDTH),
    random('v.position_embd.weight', WIDTH, positions),
    ...norm('v.pre_ln'),
    ...norm('v.post_ln'),
    ...Array.from({ length: LAYERS }, (_, index) => layer(index)).flat(),
    ...linear('mm.0', WIDTH, PROJECTION),
    ...linear('mm.2', PROJECTION, PROJECTION),
  ];
  return writeGguf(metadata(), tensors);
}

function metadata(): Map<string, GgufValue> {
  const number = (value: number): GgufValue => ({ type: 'u32', value });
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'clip' }],
    ['general.type', { type: 'string', value: 'mmproj' }],
    ['general.file_type', number(0)],
    ['clip.has_text_encoder', { type: 'bool', value: false }],
    ['clip.has_vision_encoder', { type: 'bool', value: true }],
    ['clip.has_llava_projector', { type: 'bool', value: true }],
    ['clip.projector_type', { type: 'string', value: 'mlp' }],
    ['clip.use_gelu', { type: 'bool', value: true }],
    ['clip.vision.image_size', number(IMAGE_SIZE)],
    ['clip.vision.patch_size', number(PATCH_SIZE)],
    ['clip.vision.embedding_length', number(WIDTH)],
    ['clip.vision.feed_forward_length', number(FEED_FORWARD)],
    ['clip.vision.block_count', number(LAYERS)],
    ['clip.vision.projection_dim', number(PROJECTION)],
    ['clip.vision.attention.head_count', number(2)],
    ['clip.vision.attention.layer_norm_epsilon', { type: 'f32', value: 1e-5 }],
    ['clip.vision.image_mean', { type: 'f32s', value: [0.48, 0.46, 0.41] }],
    ['clip.vision.image_std', { type: 'f32s', value: [0.27, 0.26, 0.28] }],
  ]);
}
