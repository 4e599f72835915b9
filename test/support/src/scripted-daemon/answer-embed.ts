import { createHash } from 'node:crypto';
import { isRecord } from '@nodetool-ai/graph';
import { findModel } from './scripted-models.ts';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Begin and end. */
const ADDED_TOKENS = 2;

/** `/api/embed`: a bag of words, each a vector made of its hash; L2-normalised like a real daemon's. */
export function answerEmbed(body: Fields): Script {
  const refusal = refusalOf(body);
  if (refusal !== undefined) return jsonScript({ error: refusal.words }, refusal.status);
  const { model, input } = body;
  const texts =
    typeof input === 'string'
      ? [input].filter((text) => text !== '')
      : Array.isArray(input)
        ? input.map(String)
        : [];
  if (texts.length === 0) return jsonScript({ model, embeddings: [] });
  const limit = contextOf(body);
  if (body['truncate'] === false && texts.some((text) => countTokens(text) > limit))
    return jsonScript({ error: 'the input length exceeds the context length' }, 400);
  return jsonScript({
    model,
    embeddings: texts.map((text) => vectorOf(text, body)),
    total_duration: 12_616_983,
    load_duration: 761_861,
    prompt_eval_count: tokensOf(texts, limit),
  });
}

/** `/v1/embeddings`: the same vectors, in base64 where that is asked for; a text that is too long is cut silently. */
export function answerOpenAiEmbeddings(body: Fields): Script {
  const refusal = refusalOf(body);
  const { model, input } = body;
  const texts: readonly string[] = Array.isArray(input) ? input.map(String) : [];
  if (refusal !== undefined) return openAiError(refusal.words, refusal.status);
  if (texts.length === 0) return openAiError('invalid input', 400);
  const tokens = tokensOf(texts, contextOf(body));
  const data = texts.map((text, index) => {
    const vector = vectorOf(text, body);
    const embedding = body['encoding_format'] === 'base64' ? inBase64(vector) : vector;
    return { object: 'embedding', embedding, index };
  });
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return jsonScript({ object: 'list', data, model, usage });
}

function refusalOf(body: Fields): { words: string; status: number } | undefined {
  const model = findModel(body['model']);
  const name = typeof body['model'] === 'string' ? body['model'] : '';
  if (model === undefined)
    return { words: `model "${name}" not found, try pulling it first`, status: 404 };
  if (model.capabilities.includes('embedding')) return undefined;
  const words = 'This server does not support embeddings. Start it with `--embeddings`';
  return { words, status: 501 };
}

function openAiError(message: string, status: number): Script {
  const type = { 400: 'invalid_request_error', 404: 'not_found_error' }[status] ?? 'api_error';
  return jsonScript({ error: { message, type, param: null, code: null } }, status);
}

function contextOf(body: Fields): number {
  const trained = findModel(body['model'])?.contextLength ?? 0;
  const options = isRecord(body['options']) ? body['options'] : {};
  return typeof options['num_ctx'] === 'number' ? Math.min(options['num_ctx'], trained) : trained;
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const countTokens = (text: string) => wordsOf(text).length + ADDED_TOKENS;

function tokensOf(texts: readonly string[], limit: number): number {
  return texts.reduce((sum, text) => sum + Math.min(countTokens(text), limit), 0);
}

function vectorOf(text: string, body: Fields): readonly number[] {
  const length = findModel(body['model'])?.embeddingLength ?? 0;
  const wanted = body['dimensions'];
  const kept = wordsOf(text).slice(0, contextOf(body) - ADDED_TOKENS);
  const most = typeof wanted === 'number' ? Math.min(wanted, length) : length;
  return normalise(bagOfWords(kept.join(' '), length).slice(0, most));
}

function bagOfWords(text: string, length: number): number[] {
  const sum = Array.from({ length }, () => 0);
  for (const word of text.toLowerCase().split(/\W+/)) {
    for (const [index, value] of wordVector(word, length).entries())
      sum[index] = (sum[index] ?? 0) + value;
  }
  return sum;
}

const wordVectors = new Map<string, readonly number[]>();

function wordVector(word: string, length: number): readonly number[] {
  const key = `${length} ${word}`;
  const known = wordVectors.get(key);
  if (known !== undefined) return known;
  const vector = Array.from({ length }, (_, index) => {
    // Two bytes of a hash of word and place, from -1 to 1.
    return createHash('md5').update(`${word} ${index}`).digest().readInt16LE(0) / 32_768;
  });
  wordVectors.set(key, vector);
  return vector;
}

function normalise(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => (length === 0 ? 0 : Math.fround(value / length)));
}

function inBase64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}
