import { createOllama } from '../../../../packages/runtime/dist/ai-sdk/index.js';

/** The models of an address. */
export function createModels(url) {
  const ollama = createOllama({ baseURL: url });
  return {
    languageModel: (model) => ollama(model),
    embeddingModel: (model) => ollama.embeddingModel(model),
  };
}
