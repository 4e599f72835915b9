import { z } from 'zod';

/** The settings of every input node. */
export const inputSettingsSchema = z.object({
  name: z
    .string()
    .max(100)
    .default('')
    .describe('Name of the parameter when the workflow is run; empty = the id of the node.'),
  description: z.string().max(1000).default('').describe('What the value is for.'),
});
