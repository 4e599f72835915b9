import { endianness } from 'node:os';
import { answerError } from './answer-error.ts';
import { embedNotFound, readInput } from './answer-embed.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { embedTexts } from './embed-texts.ts';
import { sendJson } from './reply.ts';
import { readRequestFields } from './request-fields.ts';
import { textField } from './text-field.ts';

const TYPES = { model: 'string', dimensions: 'int', encoding_format: 'string' } as const;

/** `POST /v1/embeddings`: vectors in base64 (floats of 32 bits, little-endian) or as numbers; what is too long is cut. */
export async function answerOpenAiEmbeddings(call: ApiCall, context: DaemonContext): Promise<void> {
  const fields = readRequestFields(call.body, 'EmbedRequest', TYPES);
  const { dimensions, input: given } = fields;
  const format = textField(fields, 'encoding_format') || 'float';
  if (format !== 'float' && format !== 'base64') {
    const text = `Invalid value for 'encoding_format' = ${format}. Supported values: ['float', 'base64'].`;
    throw new ApiRefusal(400, text);
  }
  const isNothing = given === undefined || (Array.isArray(given) && given.length === 0);
  if (isNothing) throw new ApiRefusal(400, 'invalid input');
  const input = readInput(given);
  const model = textField(fields, 'model');
  const source = await context.catalogue.model(model, embedNotFound(model));
  const { vectors, tokens } = await embedTexts(context, {
    source,
    texts: typeof input === 'string' ? [input] : input,
    mayTruncate: true,
    ...(typeof dimensions === 'number' ? { dimensions } : {}),
    options: { sampling: {} },
    keepAliveMs: undefined,
    signal: call.signal,
  });
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    embedding: format === 'base64' ? toBase64(vector) : vector,
    index,
  }));
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  sendJson(call.reply, { object: 'list', data, model, usage });
}

/** The error body of the routes under `/v1`. */
export function openAiError(error: unknown): { readonly status: number; readonly body: unknown } {
  const { status, text: message } = answerError(error);
  const types: Readonly<Record<number, string>> = {
    400: 'invalid_request_error',
    404: 'not_found_error',
  };
  const type = types[status] ?? 'api_error';
  return { status, body: { error: { message, type, param: null, code: null } } };
}

function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.from(Float32Array.from(vector).buffer);
  return (endianness() === 'BE' ? bytes.swap32() : bytes).toString('base64');
}
