import type { LoadedScriptedModel } from './expiry-of.ts';
import type { ScriptedModel } from './scripted-models.ts';
import { jsonScript } from './script-step.ts';
import type { Script } from './script-step.ts';

const details = (model: ScriptedModel) => ({
  parent_model: '',
  format: 'gguf',
  family: model.architecture,
  families: [model.architecture],
  parameter_size: '513K',
  quantization_level: 'unknown',
});

/** `/api/tags` as daemons from 0.30 answer it. */
export function answerTags(installed: readonly ScriptedModel[]): Script {
  const models = installed.map((model) => ({
    name: model.name,
    model: model.name,
    modified_at: '2026-11-20T04:35:12.316228833Z',
    size: 2_059_730,
    digest: model.digest,
    details: {
      ...details(model),
      context_length: model.contextLength,
      embedding_length: model.embeddingLength,
    },
    capabilities: model.listed,
  }));
  return jsonScript({ models });
}

/** `/api/show`. */
export function answerShow(
  body: Readonly<Record<string, unknown>>,
  model: ScriptedModel | undefined,
): Script {
  if (model === undefined) {
    const name = typeof body['model'] === 'string' ? body['model'] : '';
    return jsonScript(
      { error: `model '${name.includes(':') ? name : `${name}:latest`}' not found` },
      404,
    );
  }
  const { architecture } = model;
  return jsonScript({
    template: '{{ .Prompt }}',
    details: details(model),
    model_info: {
      'general.architecture': architecture,
      [`${architecture}.context_length`]: model.contextLength,
      [`${architecture}.embedding_length`]: model.embeddingLength,
    },
    capabilities: model.capabilities,
    modified_at: '2026-11-20T04:35:12.336256534Z',
  });
}

/** `/api/ps`: the models in memory, by the context that they were given. */
export function answerPs(
  loaded: ReadonlyMap<string, LoadedScriptedModel>,
  digestOf: (name: string) => string | undefined,
): Script {
  const models = [...loaded].map(([name, { contextLength, expiresAt }]) => ({
    name,
    model: name,
    size: 11_251_219,
    digest: digestOf(name),
    expires_at: expiresAt.toISOString(),
    size_vram: 0,
    context_length: contextLength,
  }));
  return jsonScript({ models });
}
