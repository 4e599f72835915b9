export { convertMiniLm } from './convert-minilm.ts';
export type { MiniLmEncoding, MiniLmFiles } from './convert-minilm.ts';
export { writeGguf } from './gguf-writer.ts';
export type { GgufMetadata, GgufTensor, GgufValue } from './gguf-writer.ts';
export { readSafetensors } from './safetensors.ts';
export type { SafeTensor } from './safetensors.ts';
export {
  encodeTensor,
  fillFloats,
  float16Value,
  float32Bytes,
  tensorSizeBytes,
} from './tensor-data.ts';
export type { TensorEncoding } from './tensor-data.ts';
