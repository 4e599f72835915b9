import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { definedFields } from '@nodetool-ai/graph';
import { BLOCK_SIZES, FILE_TYPE_NAMES } from './gguf-encodings.ts';
import type { ModelInformation } from './inference-engine.ts';
import { GgufIncomplete, parseGgufHeader } from './parse-gguf-header.ts';
import type { GgufHeader } from './parse-gguf-header.ts';

/** Enough for the head of most models; the vocabulary is the largest part of it. */
const FIRST_READ_BYTES = 2 * 1024 * 1024;
/** Vocabularies of 260,000 tokens have 20 MB. */
const MOST_HEAD_BYTES = 256 * 1024 * 1024;
/** Families that give vectors only, with or without a pooling key. */
const ENCODERS = /bert$/;

const HIDDEN_KEYS = new Set(['general.name', 'tokenizer.chat_template']);

/**
 * What a GGUF file says about itself. Reads its head only, but checks that every tensor lies within the file. Rejects
 * with a plain Error in words when the file cannot be read, is no GGUF file, is cut or damaged.
 */
export async function inspectModel(file: string): Promise<ModelInformation> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const header = await readHeader(handle, size);
    checkTensors(header, size);
    return describe(header);
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, fileSizeBytes: number): Promise<GgufHeader> {
  const most = Math.min(fileSizeBytes, MOST_HEAD_BYTES);
  for (let length = Math.min(most, FIRST_READ_BYTES); ; length = Math.min(most, length * 4)) {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await handle.read(bytes, 0, length, 0);
    try {
      return parseGgufHeader(bytes.subarray(0, bytesRead), fileSizeBytes);
    } catch (error) {
      if (!(error instanceof GgufIncomplete)) throw error;
      if (length >= most || bytesRead < length)
        throw new Error('the GGUF file is damaged: its head has no end', { cause: error });
    }
  }
}

function checkTensors({ tensors, dataOffset }: GgufHeader, fileSizeBytes: number): void {
  if (tensors.length === 0) throw new Error('the GGUF file holds no weights');
  for (const { name, weights, encoding, offset } of tensors) {
    const block = BLOCK_SIZES.get(encoding);
    const bytes = block === undefined ? 0 : Math.ceil(weights / block.weights) * block.bytes;
    const missing = dataOffset + offset + bytes - fileSizeBytes;
    // Not `> 0`: a sum that is not a number is refused as well.
    if (!(missing <= 0))
      throw new Error(
        `the GGUF file is cut: the tensor ${name} ends ${missing} bytes behind the end of the file`,
      );
  }
}

function describe({ metadata, tensors }: GgufHeader): ModelInformation {
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string' || architecture === '')
    throw new Error('the GGUF file does not say which architecture it has');
  const number = (key: string): number | undefined => {
    const value = metadata.get(`${architecture}.${key}`);
    // A damaged file has any number here; only a count may reach the engine.
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
      ? value
      : undefined;
  };
  const chatTemplate = metadata.get('tokenizer.chat_template');
  const fileType = metadata.get('general.file_type');
  const isEmbedder = metadata.has(`${architecture}.pooling_type`) || ENCODERS.test(architecture);
  return {
    architecture,
    capabilities: [isEmbedder ? 'embedding' : 'completion'],
    metadata: Object.fromEntries([...metadata].filter(([key]) => !HIDDEN_KEYS.has(key))),
    parameterCount: tensors.reduce((sum, { weights }) => sum + weights, 0),
    ...definedFields({
      chatTemplate: typeof chatTemplate === 'string' ? chatTemplate : undefined,
      contextLength: number('context_length'),
      embeddingLength: number('embedding_length'),
      quantization: typeof fileType === 'number' ? FILE_TYPE_NAMES.get(fileType) : undefined,
    }),
  };
}
