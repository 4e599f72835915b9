// What the daemon says of its models, in the shapes of Ollama 0.33.
import { DIMENSIONS, EMBEDDING_MODEL } from '../sizes.mjs';

const CONTEXT_LENGTH = 8192;
const isEmbedding = (model) => model.startsWith('bench-embed');
const detailsOf = (model) => {
  const family = isEmbedding(model) ? 'bert' : 'llama';
  return {
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: '513K',
    quantization_level: 'Q4_K_M',
  };
};
const lengthsOf = (model) => ({
  context_length: CONTEXT_LENGTH,
  embedding_length: isEmbedding(model) ? DIMENSIONS : 320,
});
const capabilitiesOf = (model) => (isEmbedding(model) ? ['embedding'] : ['completion']);
const entry = (model) => ({
  name: model,
  model,
  size: 2059786,
  digest: '5cb58b13eb00c57abc98cba130545baddd957fb7891753369ba0d5166c74d0f1',
});

/** The answer of `/api/tags`. */
export const tagsAnswer = () =>
  JSON.stringify({
    models: ['bench:20000', EMBEDDING_MODEL].map((model) => ({
      ...entry(model),
      modified_at: '2026-11-20T04:35:12.335812723Z',
      details: { ...detailsOf(model), ...lengthsOf(model) },
      capabilities: capabilitiesOf(model),
    })),
  });

/** The answer of `/api/ps`: nothing is loaded but what was asked for last. */
export const psAnswer = (model) =>
  JSON.stringify({
    models: (model === undefined ? [] : [model]).map((name) => ({
      ...entry(name),
      details: detailsOf(name),
      expires_at: '2026-11-20T04:45:40.64950484Z',
      size_vram: 0,
      context_length: CONTEXT_LENGTH,
    })),
  });

/** The answer of `/api/show`. */
export function showAnswer({ model }) {
  const details = detailsOf(model);
  const lengths = Object.entries(lengthsOf(model)).map(([key, value]) => [
    `${details.family}.${key}`,
    value,
  ]);
  return JSON.stringify({
    modelfile: `FROM ${model}\nTEMPLATE {{ .Prompt }}\n`,
    template: '{{ .Prompt }}',
    details,
    model_info: { 'general.architecture': details.family, ...Object.fromEntries(lengths) },
    capabilities: capabilitiesOf(model),
    modified_at: '2026-11-20T04:35:12.335812723Z',
  });
}
