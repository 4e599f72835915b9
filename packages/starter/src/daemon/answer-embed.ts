import { isRecord } from '@nodetool-ai/graph';
import { nanoseconds, withoutZeros } from './answer-metrics.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { embedTexts } from './embed-texts.ts';
import { parseKeepAlive } from './keep-alive.ts';
import { readModelOptions } from './model-options.ts';
import { sendJson } from './reply.ts';
import { readRequestFields } from './request-fields.ts';
import { textField } from './text-field.ts';

const TYPES = {
  model: 'string',
  truncate: 'bool',
  dimensions: 'int',
  options: 'map[string]interface {}',
} as const;

/** `POST /api/embed`. An empty text alone gives no vector, as from Ollama; in a list it gives one. */
export async function answerEmbed(call: ApiCall, context: DaemonContext): Promise<void> {
  const fields = readRequestFields(call.body, 'EmbedRequest', TYPES);
  const keepAliveMs = parseKeepAlive(fields['keep_alive']);
  const { truncate, dimensions, options } = fields;
  const input = readInput(fields['input']);
  const texts = typeof input === 'string' ? [input].filter((text) => text !== '') : input;
  const model = textField(fields, 'model');
  const source = await context.catalogue.model(model, embedNotFound(model));
  const { vectors, tokens, totalMs, loadMs } = await embedTexts(context, {
    source,
    texts,
    mayTruncate: truncate !== false,
    ...(typeof dimensions === 'number' ? { dimensions } : {}),
    options: readModelOptions(isRecord(options) ? options : {}),
    keepAliveMs,
    signal: call.signal,
  });
  const figures = {
    total_duration: nanoseconds(totalMs),
    load_duration: nanoseconds(loadMs),
    prompt_eval_count: tokens,
  };
  sendJson(call.reply, {
    model,
    embeddings: vectors,
    ...(texts.length === 0 ? {} : withoutZeros(figures)),
  });
}

/** `POST /api/embeddings`, the old way: one text, never cut. */
export async function answerOldEmbeddings(call: ApiCall, context: DaemonContext): Promise<void> {
  const types = { model: 'string', prompt: 'string', options: TYPES.options } as const;
  const fields = readRequestFields(call.body, 'EmbeddingRequest', types);
  const keepAliveMs = parseKeepAlive(fields['keep_alive']);
  const model = textField(fields, 'model');
  if (model === '') throw new ApiRefusal(400, 'model is required');
  const source = await context.catalogue.model(model, embedNotFound(model));
  const { options } = fields;
  const job = {
    source,
    texts: [textField(fields, 'prompt')].filter((text) => text !== ''),
    mayTruncate: false,
    options: readModelOptions(isRecord(options) ? options : {}),
    keepAliveMs,
    signal: call.signal,
  };
  const { vectors } = await embedTexts(context, job).catch((error: unknown) => {
    // This route knows one status for whatever the engine says.
    throw error instanceof ApiRefusal ? new ApiRefusal(500, error.message) : error;
  });
  sendJson(call.reply, { embedding: vectors[0] ?? [] });
}

/** The words for a model that is not there; without a name they are others. */
export function embedNotFound(model: string): string {
  return model === '' ? "model '' not found" : `model "${model}" not found, try pulling it first`;
}

/** One text or several. Throws ApiRefusal 400 for anything else; absent gives none. */
export function readInput(input: unknown): string | readonly string[] {
  if (input === undefined) return [];
  if (typeof input === 'string') return input;
  const texts = Array.isArray(input) ? input.filter((text) => typeof text === 'string') : [];
  if (!Array.isArray(input) || texts.length < input.length)
    throw new ApiRefusal(400, 'invalid input type');
  return texts;
}
