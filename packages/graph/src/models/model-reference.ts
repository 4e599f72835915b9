import { z } from 'zod';

/** A chosen model. */
export interface ModelReference {
  /** For example `ollama`. */
  readonly provider: string;
  /** Name as the person gave it; the provider completes it (`llama3.2` means `llama3.2:latest`). */
  readonly id: string;
}

/**
 * A model setting as files and shells write it: a name beside a separate `provider` setting, or one object
 * `{ type, provider, id, name }`. An empty id means "not chosen".
 */
export const modelSettingSchema = z.union([
  z.string(),
  z.looseObject({
    type: z.string().optional(),
    provider: z.string().optional(),
    id: z.string(),
    name: z.string().optional(),
  }),
]);

/** See {@link modelSettingSchema}. */
export type ModelSetting = z.infer<typeof modelSettingSchema>;

/** The provider that is meant when none is named. */
export const DEFAULT_PROVIDER = 'ollama';

/**
 * Gives provider and model of both written forms, or undefined when no model is chosen. The object's own provider
 * wins over the separate setting.
 */
export function toModelReference(
  model: ModelSetting | undefined,
  provider?: string,
): ModelReference | undefined {
  if (model === undefined) return undefined;
  const id = (typeof model === 'string' ? model : model.id).trim();
  if (id === '') return undefined;
  const own = typeof model === 'string' ? undefined : model.provider;
  // NodeTool writes an object with provider "empty" while nothing is chosen.
  const chosen = [own, provider].find(
    (name) => name !== undefined && name !== '' && name !== 'empty',
  );
  return { provider: chosen ?? DEFAULT_PROVIDER, id };
}
