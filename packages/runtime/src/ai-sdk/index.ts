export type { OllamaChatOptions, OllamaEmbeddingOptions } from './chat-options.ts';
export { createOllama } from './create-ollama.ts';
export type { OllamaSdkProvider, OllamaSettings } from './create-ollama.ts';
export type { OllamaEmbeddingModel } from './embedding-model.ts';
export type { OllamaLanguageModel } from './language-model.ts';
