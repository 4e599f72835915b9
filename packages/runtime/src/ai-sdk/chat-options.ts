import { NodetoolError } from '@nodetool-ai/graph';
import type { SharedV4Warning } from '@ai-sdk/provider';
import { z } from 'zod';

const options = z.record(z.string(), z.unknown());
const keepAlive = z.union([z.number(), z.string()]);

/** What may stand in `providerOptions.ollama` of a chat; the names and meanings are those of GenerateRequest. */
export const chatOptionsSchema = z.object({
  think: z.union([z.boolean(), z.enum(['low', 'medium', 'high', 'max'])]).exactOptional(),
  keepAlive: keepAlive.exactOptional(),
  contextLength: z.union([z.number(), z.enum(['auto', 'leave'])]).exactOptional(),
  strictContext: z.boolean().exactOptional(),
  minP: z.number().exactOptional(),
  repeatPenalty: z.number().exactOptional(),
  logprobs: z.boolean().exactOptional(),
  topLogprobs: z.number().exactOptional(),
  timeoutMs: z.number().exactOptional(),
  options: options.exactOptional(),
});

/** See {@link chatOptionsSchema}. */
export type OllamaChatOptions = z.infer<typeof chatOptionsSchema>;

/** What may stand in `providerOptions.ollama` of an embedding; names and meanings are those of EmbeddingRequest. */
export const embeddingOptionsSchema = z.object({
  dimensions: z.number().exactOptional(),
  keepAlive: keepAlive.exactOptional(),
  onTooLong: z.enum(['refuse', 'cut']).exactOptional(),
  batchSize: z.number().exactOptional(),
  concurrency: z.number().exactOptional(),
  route: z.enum(['auto', 'embed', 'base64']).exactOptional(),
  options: options.exactOptional(),
});

/** See {@link embeddingOptionsSchema}. */
export type OllamaEmbeddingOptions = z.infer<typeof embeddingOptionsSchema>;

/**
 * Reads `providerOptions.ollama`. Names that mean nothing here are told in a warning each. Throws REQUEST_INVALID for
 * a known name with a value that cannot be.
 */
export function readProviderOptions<Shape extends z.core.$ZodShape>(
  given: Readonly<Record<string, unknown>> = {},
  schema: z.ZodObject<Shape>,
): {
  readonly options: z.infer<z.ZodObject<Shape>>;
  readonly warnings: readonly SharedV4Warning[];
} {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = ['providerOptions.ollama', ...(issue?.path ?? [])].join('.');
    throw new NodetoolError('REQUEST_INVALID', `${where}: ${issue?.message ?? 'is not valid'}.`);
  }
  const known = Object.keys(schema.shape);
  const warnings = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name): SharedV4Warning => ({
      type: 'unsupported',
      feature: `providerOptions.ollama.${name}`,
      details: `Known are ${known.join(', ')}. Options of the daemon by its own names go into options.`,
    }));
  return { options: parsed.data, warnings };
}
