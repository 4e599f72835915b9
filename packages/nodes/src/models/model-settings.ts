import { DEFAULT_PROVIDER, modelSettingSchema } from '@nodetool-ai/graph';
import { z } from 'zod';

/** The settings by which a node names its model: flat (`provider`, `model`) or as one object in `model`. */
export const modelSettings = {
  provider: z
    .string()
    .default(DEFAULT_PROVIDER)
    .describe('Who runs the model. An object in `model` that names a provider wins.'),
  model: modelSettingSchema
    .default('')
    .describe('The model, for example `llama3.2:latest`, or an object { provider, id }.'),
};

/**
 * How long the daemon keeps the model loaded: seconds, or a text such as `10m` or `1h30m`. Empty means the default of
 * the provider.
 */
export const keepAliveSetting = z
  .union([
    z.number().min(-1).max(31_536_000),
    z
      .string()
      .max(32)
      .regex(
        /^(-?(\d+|(\d+(\.\d+)?(ms|s|m|h))+))?$/,
        'must be seconds, or a time such as 10m or 1h30m',
      ),
  ])
  .optional()
  .describe(
    'How long the model stays loaded afterwards: seconds, or a time such as 10m (-1 = for ever, 0 = unload at once).',
  );
