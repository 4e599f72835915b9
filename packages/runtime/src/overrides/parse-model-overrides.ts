import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import { modelOverrideSchema } from './model-override.ts';
import type { ModelOverride } from './model-override.ts';
import { ModelOverrides } from './model-overrides.ts';

/** The setting that the overrides stand in. */
export const OVERRIDES_SETTING = 'OLLAMA_MODEL_OVERRIDES';

const HINT =
  'Write JSON such as {"llava:7b": {"tools": "no", "contextLength": 8192}, "qwen3*": {"thinking": true}}.';

/**
 * Reads the setting OLLAMA_MODEL_OVERRIDES: JSON with one object for each model. Throws SETTING_INVALID, which names the
 * model and the field. A blank text says nothing of any model.
 */
export function parseModelOverrides(text: string): ModelOverrides {
  if (text.trim() === '') return new ModelOverrides();
  const models = parseJson(text);
  if (!isRecord(models)) throw invalid('is not a JSON object of models');
  return new ModelOverrides(
    Object.entries(models).map(([name, fields]) => [name.trim(), parseOverride(name, fields)]),
  );
}

function parseOverride(name: string, fields: unknown): ModelOverride {
  const named = JSON.stringify(name);
  if (name.trim() === '') throw invalid('has an entry without the name of a model');
  if (name.slice(0, -1).includes('*'))
    throw invalid(`has a * within ${named}; it may stand only at the end`, name);
  const parsed = modelOverrideSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys;
    const known = Object.keys(modelOverrideSchema.shape).join(', ');
    throw invalid(`knows no field ${JSON.stringify(field)} (of ${named}): ${known}`, name, field);
  }
  const field = issue?.path.map(String).join('.') ?? '';
  if (field === '') throw invalid(`has no object for ${named}`, name);
  throw invalid(`has a wrong ${field} of ${named}: ${issue?.message ?? ''}`, name, field);
}

/** The parser's own words are left out: they repeat the text, which may be a key that was put in the wrong place. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('is not JSON');
  }
}

function invalid(what: string, model?: string, field?: string): NodetoolError {
  return new NodetoolError('SETTING_INVALID', `The setting ${OVERRIDES_SETTING} ${what}.`, {
    hint: HINT,
    action: { kind: 'open-settings', subject: OVERRIDES_SETTING },
    details: {
      setting: OVERRIDES_SETTING,
      ...(model === undefined ? {} : { model }),
      ...(field === undefined ? {} : { field }),
    },
  });
}
