import { createOllama } from 'ollama-ai-provider-v2';

/** The models of an address. */
export function createModels(url) {
  const ollama = createOllama({ baseURL: `${url}/api` });
  return {
    languageModel: (model) => ollama(model),
    embeddingModel: (model) => ollama.embedding(model),
  };
}
