import { createHash } from 'node:crypto';
import { findModel } from './scripted-models.ts';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

/** `/api/embed`: a bag of words, each a vector made of its hash; L2-normalised like a real daemon's. */
export function answerEmbed(body: Readonly<Record<string, unknown>>): Script {
  const name = typeof body['model'] === 'string' ? body['model'] : '';
  const model = findModel(body['model']);
  if (model === undefined)
    return jsonScript({ error: `model "${name}" not found, try pulling it first` }, 404);
  if (!model.capabilities.includes('embedding')) {
    return jsonScript(
      { error: 'This server does not support embeddings. Start it with `--embeddings`' },
      501,
    );
  }
  const { input } = body;
  const texts =
    typeof input === 'string'
      ? [input].filter((text) => text !== '')
      : Array.isArray(input)
        ? input.map(String)
        : [];
  const tooLong = texts.some((text) => text.split(/\s+/).length + 2 > model.contextLength);
  if (tooLong && body['truncate'] === false) {
    return jsonScript({ error: 'the input length exceeds the context length' }, 400);
  }
  const wanted = body['dimensions'];
  const length =
    typeof wanted === 'number' ? Math.min(wanted, model.embeddingLength) : model.embeddingLength;
  const embeddings = texts.map((text) =>
    normalise(bagOfWords(text, model.embeddingLength).slice(0, length)),
  );
  return jsonScript({
    model: name,
    embeddings,
    total_duration: 12_616_983,
    load_duration: 761_861,
    prompt_eval_count: texts.length * 4,
  });
}

function bagOfWords(text: string, length: number): number[] {
  const sum = Array.from({ length }, () => 0);
  for (const word of text.toLowerCase().split(/\W+/)) {
    for (let index = 0; index < length; index += 1) {
      // Two bytes of a hash of word and place, from -1 to 1.
      const value = createHash('md5').update(`${word} ${index}`).digest().readInt16LE(0) / 32_768;
      sum[index] = (sum[index] ?? 0) + value;
    }
  }
  return sum;
}

function normalise(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => (length === 0 ? 0 : value / length));
}
