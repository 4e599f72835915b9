import { Ollama } from 'ollama';
import { EMBEDDING_MODEL } from '../sizes.mjs';

/** The client of an address. */
export function createClient(url) {
  const client = new Ollama({ host: url });
  const messages = [{ role: 'user', content: 'hi' }];
  return {
    async readStream(model, onFirst) {
      let count = 0;
      for await (const { message } of await client.chat({ model, messages, stream: true })) {
        if (message.content === '') continue;
        if (count === 0) onFirst?.(message.content);
        count += 1;
      }
      return count;
    },
    readText: async (model) => (await client.chat({ model, messages })).message.content,
    embed: async (input) => (await client.embed({ model: EMBEDDING_MODEL, input })).embeddings,
  };
}
