import { definedFields } from '@nodetool-ai/graph';
import type { SamplingOptions } from '../inference/inference-engine.ts';
import { ApiRefusal } from './api-refusal.ts';

/** The `options` of a request, checked. */
export interface ModelOptions {
  readonly sampling: SamplingOptions;
  /** Context that was asked for, at least 4 tokens; absent: the daemon's default. */
  readonly contextLength?: number;
  /** Threads that were asked for; absent: the daemon's default. */
  readonly threads?: number;
}

const INTEGERS = [
  'num_ctx',
  'num_batch',
  'num_gpu',
  'main_gpu',
  'num_thread',
  'num_keep',
  'seed',
  'num_predict',
  'top_k',
  'repeat_last_n',
  'draft_num_predict',
];
const FLOATS = [
  'top_p',
  'min_p',
  'typical_p',
  'temperature',
  'repeat_penalty',
  'presence_penalty',
  'frequency_penalty',
];

/** Ollama raises smaller ones to this. */
const LEAST_CONTEXT = 4;

/**
 * Reads `options`. Unknown names and null are ignored, fractions of whole numbers cut off. Throws ApiRefusal 500, as
 * Ollama does, for another type: `option "num_ctx" must be of type integer`.
 */
export function readModelOptions(given: Readonly<Record<string, unknown>> = {}): ModelOptions {
  const numbers = readNumbers(given);
  const { use_mmap: mapped } = given;
  if (mapped !== undefined && mapped !== null && typeof mapped !== 'boolean')
    throw wrongType('use_mmap', 'of type boolean');
  const whole = (name: string) => {
    const value = numbers.get(name);
    return value === undefined ? undefined : Math.trunc(value);
  };
  const positive = (name: string) => {
    const value = whole(name);
    return value !== undefined && value > 0 ? value : undefined;
  };
  const context = whole('num_ctx');
  const seed = whole('seed');
  return definedFields({
    sampling: definedFields({
      temperature: numbers.get('temperature'),
      top_k: whole('top_k'),
      top_p: numbers.get('top_p'),
      min_p: numbers.get('min_p'),
      repeat_penalty: numbers.get('repeat_penalty'),
      repeat_last_n: whole('repeat_last_n'),
      presence_penalty: numbers.get('presence_penalty'),
      frequency_penalty: numbers.get('frequency_penalty'),
      seed: seed === undefined || seed < 0 ? undefined : seed,
      // 0 is no limit either: Ollama 0.34.2 answers to the end.
      num_predict: positive('num_predict'),
      stop: readStop(given['stop']),
    }),
    contextLength: context === undefined ? undefined : Math.max(LEAST_CONTEXT, context),
    threads: positive('num_thread'),
  });
}

function readNumbers(given: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const [names, type] of [
    [INTEGERS, 'integer'],
    [FLOATS, 'float32'],
  ] as const)
    for (const name of names) {
      const value = given[name];
      if (typeof value === 'number') numbers.set(name, value);
      else if (value !== undefined && value !== null) throw wrongType(name, `of type ${type}`);
    }
  return numbers;
}

function readStop(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw wrongType('stop', 'of type array');
  const texts = value.filter((text) => typeof text === 'string');
  if (texts.length < value.length) throw wrongType('stop', 'of an array of strings');
  return texts.filter((text) => text !== '');
}

function wrongType(name: string, expected: string): ApiRefusal {
  return new ApiRefusal(500, `option "${name}" must be ${expected}`);
}
