import { createOllama } from '../../../../packages/runtime/dist/ai-sdk/index.js';

/** The models of an address. */
export function createModels(url) {
  const ollama = createOllama({ baseURL: url });
  const makeEmbedding = ollama.embeddingModel ?? ollama.textEmbeddingModel ?? ollama.embedding;
  return {
    languageModel: (model) => ollama(model),
    ...(makeEmbedding === undefined
      ? {}
      : { embeddingModel: (model) => makeEmbedding.call(ollama, model) }),
  };
}
