import { isRecord } from '@nodetool-ai/graph';
import type { InferenceRequest } from '../inference/inference-engine.ts';
import { ApiRefusal } from './api-refusal.ts';
import { parseKeepAlive } from './keep-alive.ts';
import { readModelOptions } from './model-options.ts';
import type { ModelOptions } from './model-options.ts';
import { readRequestFields } from './request-fields.ts';
import type { FieldTypes } from './request-fields.ts';
import { textField } from './text-field.ts';

/** What chat and generate have in common. */
export interface GenerationRequest {
  readonly fields: Readonly<Record<string, unknown>>;
  /** As it was sent; may be empty. */
  readonly model: string;
  readonly isStream: boolean;
  readonly keepAliveMs: number | undefined;
  readonly mayTruncate: boolean;
  readonly mayShift: boolean;
  /** Whether the model shall think. */
  readonly thinks: boolean;
  /** Alternatives of each token; undefined: no logprobs. */
  readonly topLogprobs: number | undefined;
  /** Read when the model is known to be there: Ollama refuses a missing one first. */
  readonly options: () => ModelOptions;
  readonly format: () => InferenceRequest['format'];
}

const TYPES: FieldTypes = {
  model: 'string',
  stream: 'bool',
  options: 'map[string]interface {}',
  truncate: 'bool',
  shift: 'bool',
  logprobs: 'bool',
  top_logprobs: 'int',
};

const THINK_LEVELS = ['high', 'medium', 'low', 'max'];
const THINK_VALUES = '"high", "medium", "low", "max", true, or false';

/** Reads and checks the body of `/api/chat` or `/api/generate`. Throws ApiRefusal in Ollama's words. */
export function readGenerationRequest(
  body: unknown,
  request: string,
  ownTypes: FieldTypes,
): GenerationRequest {
  const fields = readRequestFields(body, request, { ...TYPES, ...ownTypes });
  const { stream, truncate, shift, logprobs, top_logprobs: top = 0, options } = fields;
  const topLogprobs = typeof top === 'number' ? top : 0;
  const keepAliveMs = parseKeepAlive(fields['keep_alive']);
  const thinks = readThink(fields['think']);
  if (topLogprobs < 0 || topLogprobs > 20)
    throw new ApiRefusal(400, 'top_logprobs must be between 0 and 20');
  return {
    fields,
    model: textField(fields, 'model'),
    isStream: stream !== false,
    keepAliveMs,
    mayTruncate: truncate !== false,
    mayShift: shift !== false,
    thinks,
    topLogprobs: logprobs === true ? topLogprobs : undefined,
    options: () => readModelOptions(isRecord(options) ? options : {}),
    format: () => readFormat(fields['format']),
  };
}

function readThink(value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string')
    throw new ApiRefusal(400, `think must be a boolean or string (${THINK_VALUES})`);
  if (THINK_LEVELS.includes(value)) return true;
  throw new ApiRefusal(
    400,
    `invalid think value: ${JSON.stringify(value)} (must be ${THINK_VALUES})`,
  );
}

function readFormat(value: unknown): InferenceRequest['format'] {
  if (value === undefined || value === '') return undefined;
  if (value === 'json' || isRecord(value)) return value;
  const given = JSON.stringify(JSON.stringify(value));
  const text = `invalid format: ${given}; expected "json" or a valid JSON Schema object`;
  throw new ApiRefusal(500, text);
}
