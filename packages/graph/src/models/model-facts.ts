import { z } from 'zod';

/** What a model can be asked for, in Ollama's words (`completion` = answers text). */
export const modelCapabilitySchema = z.enum([
  'completion',
  'tools',
  'insert',
  'vision',
  'embedding',
  'thinking',
  'image',
  'audio',
]);

/** See {@link modelCapabilitySchema}. */
export type ModelCapability = z.infer<typeof modelCapabilitySchema>;

/** An answer that may honestly be missing. */
export const triStateSchema = z.enum(['yes', 'no', 'unknown']);

/** See {@link triStateSchema}. */
export type TriState = z.infer<typeof triStateSchema>;

/**
 * Everything known about one model. A missing field means "the provider did not say", never zero or false.
 */
export const modelFactsSchema = z.object({
  /** Id of the provider. */
  provider: z.string(),
  /** Full name with tag, for example `llama3.2:latest`. */
  id: z.string(),
  /** Digest of the model's manifest; facts are cached by it. */
  digest: z.string().optional(),
  /** Absent when nothing could be learned. */
  capabilities: z.array(modelCapabilitySchema).optional(),
  /** `tags`: hints of the list; `show`: the authority; `guessed`: by name, only for daemons that say nothing. */
  capabilitiesSource: z.enum(['tags', 'show', 'guessed', 'override']).optional(),
  /** Whether it calls tools by its provider's own means. */
  tools: triStateSchema,
  /** Whether it thinks before it answers. */
  thinking: triStateSchema,
  /** Whether it reads images. */
  vision: triStateSchema,
  /** Whether it makes vectors. */
  embedding: triStateSchema,
  /** Whether it answers text. */
  completion: triStateSchema,
  /** Length of the vectors it makes. Only for embedding models. */
  dimensions: z.int().positive().optional(),
  /** Who says so; see `capabilitiesSource`, and `probe`: a vector was made and measured. */
  dimensionsSource: z.enum(['tags', 'show', 'probe', 'override']).optional(),
  /** Longest context the model was trained for, in tokens. */
  contextLength: z.int().positive().optional(),
  /** Context it is loaded with now, in tokens; absent when it is not loaded. */
  loadedContextLength: z.int().positive().optional(),
  /** Bytes on disk. */
  sizeBytes: z.int().nonnegative().optional(),
  /** Family of its architecture, for example `llama`. */
  family: z.string().optional(),
  /** For example `3.2B`. */
  parameterSize: z.string().optional(),
  /** For example `Q4_K_M`. */
  quantization: z.string().optional(),
  /** Whether it is in memory now. */
  loaded: triStateSchema,
  /** Whether it fits into the memory of the machine; `unknown` for remote daemons. */
  fitsInMemory: triStateSchema,
  /** True when it runs in the cloud and not on the daemon's machine. */
  remote: z.boolean().optional(),
  /** Names of the hosts that have it, where there are several hosts. */
  hosts: z.array(z.string()).readonly().optional(),
  /** Names of the facts that a person set against what the daemon says. */
  overridden: z.array(z.string()).readonly().optional(),
});

/** See {@link modelFactsSchema}. */
export type ModelFacts = z.infer<typeof modelFactsSchema>;
