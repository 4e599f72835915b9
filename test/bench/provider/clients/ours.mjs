import { OllamaProvider } from '../../../../packages/runtime/dist/index.js';
import { NdjsonReader } from '../../../../packages/runtime/dist/ollama/connection/ndjson-reader.js';
import { EMBEDDING_MODEL } from '../sizes.mjs';

/** The client of an address. */
export function createClient(url) {
  const provider = new OllamaProvider({ OLLAMA_API_URL: url });
  const messages = [{ role: 'user', content: 'hi' }];
  return {
    async readStream(model, onFirst) {
      let count = 0;
      for await (const item of provider.generateMessages({ model, messages })) {
        if (item.type !== 'chunk' || item.content === '') continue;
        if (count === 0) onFirst?.(item.content);
        count += 1;
      }
      return count;
    },
    readText: async (model) => (await provider.generateMessage({ model, messages })).content,
    // The floor makes one request of all texts; so do we here. By default they are 32 (64 by base64) a request.
    embed: async (text) =>
      (
        await provider.embed({
          model: EMBEDDING_MODEL,
          text,
          route: 'embed',
          batchSize: text.length,
        })
      ).vectors,
    async embedCompactly(text) {
      const { route, vectors } = await provider.embed({
        model: EMBEDDING_MODEL,
        text,
        batchSize: text.length,
      });
      if (route !== 'base64') throw new Error(`chose the route ${route}`);
      return vectors;
    },
    readPieces(pieces) {
      const reader = new NdjsonReader();
      let count = 0;
      for (const piece of pieces) {
        const values = [];
        reader.push(piece, values);
        for (const value of values) if (value.message.content !== '') count += 1;
      }
      return count;
    },
  };
}
