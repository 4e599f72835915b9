import { z } from 'zod';
import { keepAliveSetting, modelSettings } from '../models/model-settings.ts';

const penalty = z.number().min(-2).max(2).optional();

/**
 * The settings of every node that lets a model answer. What is not given is left to the model's own settings.
 * Bounds are those of Ollama's options, and where it has none, the range in which answers are still usable.
 */
export const generationSettingsSchema = z.object({
  ...modelSettings,
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('0 = always the likeliest word, 2 = wild.'),
  topP: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Choose among the likeliest words that together reach this probability.'),
  topK: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('Choose among this many likeliest words; 0 = no limit.'),
  minP: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Leave out words less likely than this share of the likeliest one.'),
  // The seed of llama.cpp has 32 bits, and its highest value means "random".
  seed: z
    .int()
    .min(0)
    .max(4_294_967_294)
    .optional()
    .describe('The same seed, model and prompt give the same answer.'),
  maxTokens: z.int().min(1).max(1_000_000).optional().describe('Most tokens of the answer.'),
  stop: z
    .array(z.string().min(1).max(1000))
    .max(64)
    .optional()
    .describe('Texts that end the answer when they appear.'),
  presencePenalty: penalty.describe('Above 0: speak of new things.'),
  frequencyPenalty: penalty.describe('Above 0: repeat words less, the more often they came.'),
  repeatPenalty: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('Above 1: repeat less; 1 = no penalty.'),
  think: z
    .enum(['default', 'off', 'on', 'low', 'medium', 'high', 'max'])
    .default('default')
    .describe('Whether, or how much, the model thinks before it answers (models that think).'),
  format: z
    .union([z.enum(['text', 'json']), z.record(z.string(), z.unknown())])
    .default('text')
    .describe('`text`, `json`, or a JSON Schema that the answer must follow.'),
  keepAlive: keepAliveSetting,
  contextLength: z
    .int()
    .min(4)
    .max(10_000_000)
    .optional()
    .describe('Context to load the model with, in tokens. Changing it loads the model again.'),
  strictContext: z
    .boolean()
    .default(false)
    .describe('Refuse a prompt that is too long instead of dropping a part of it.'),
});

/** See {@link generationSettingsSchema}. */
export type GenerationSettings = z.output<typeof generationSettingsSchema>;
