import { createOllama } from 'ai-sdk-ollama';

/** The models of an address. */
export function createModels(url) {
  const ollama = createOllama({ baseURL: url });
  return {
    languageModel: (model) => ollama(model),
    embeddingModel: (model) => ollama.embedding(model),
  };
}
