import { triStateSchema } from '@nodetool-ai/graph';
import type { TriState } from '@nodetool-ai/graph';
import { z } from 'zod';

/** `true` and `false` are what people write for yes and no. */
const answerSchema = z
  .union([z.boolean(), triStateSchema], { error: 'must be yes, no, unknown, true or false' })
  .transform((answer): TriState => {
    if (typeof answer === 'string') return answer;
    return answer ? 'yes' : 'no';
  });

const lengthSchema = z
  .int({ error: 'must be a whole number above 0' })
  .positive({ error: 'must be a whole number above 0' });

/** What a person may say of a model against what its daemon says; what is absent is left to the daemon. */
export const modelOverrideSchema = z.strictObject({
  /** Whether it can call tools. */
  tools: answerSchema.optional(),
  /** Whether it thinks. */
  thinking: answerSchema.optional(),
  /** Whether it sees images. */
  vision: answerSchema.optional(),
  /** Whether it makes vectors. */
  embedding: answerSchema.optional(),
  /** Whether it answers text. */
  completion: answerSchema.optional(),
  /** Length of its vectors. */
  dimensions: lengthSchema.optional(),
  /** Longest context, in tokens. */
  contextLength: lengthSchema.optional(),
});

/** See {@link modelOverrideSchema}. */
export type ModelOverride = Readonly<z.infer<typeof modelOverrideSchema>>;
