import { createHash } from 'node:crypto';
import { NodetoolError } from '@nodetool-ai/graph';
import { convertMiniLm } from '../gguf/convert-minilm.ts';
import type { StarterModel } from '../manifest/starter-model.ts';

/** The GGUF of a model, made from its members. Throws DOWNLOAD_CORRUPT when it is not the one of the manifest. */
export function makeGguf(model: StarterModel, members: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = members;
  const gguf =
    model.conversion === undefined
      ? first
      : convertMiniLm({ weights: first, tokenizer: second.toString('utf8') }, 'f16');
  const sha256 = createHash('sha256').update(gguf).digest('hex');
  if (sha256 === model.file.sha256 && gguf.length === model.file.sizeBytes) return gguf;
  throw new NodetoolError(
    'DOWNLOAD_CORRUPT',
    `The file made for ${model.name} is not the one expected (SHA-256 ${sha256}); it was thrown away.`,
    { details: { model: model.name, sha256 } },
  );
}
