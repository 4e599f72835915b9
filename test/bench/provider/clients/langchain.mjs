import { ChatOllama, OllamaEmbeddings } from '@langchain/ollama';
import { EMBEDDING_MODEL } from '../sizes.mjs';

/** The client of an address. */
export function createClient(baseUrl) {
  return {
    async readStream(model, onFirst) {
      let count = 0;
      for await (const { content } of await new ChatOllama({ model, baseUrl }).stream('hi')) {
        if (content === '') continue;
        if (count === 0) onFirst?.(content);
        count += 1;
      }
      return count;
    },
    readText: async (model) => (await new ChatOllama({ model, baseUrl }).invoke('hi')).content,
    embed: (texts) =>
      new OllamaEmbeddings({ model: EMBEDDING_MODEL, baseUrl }).embedDocuments(texts),
  };
}
