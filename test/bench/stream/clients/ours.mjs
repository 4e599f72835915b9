import { OllamaProvider } from '../../../../packages/runtime/dist/index.js';

let provider;

/** Reads one stream and gives the number of chunks that carried text. */
export async function readStream(url) {
  provider ??= new OllamaProvider({ OLLAMA_API_URL: url });
  let count = 0;
  for await (const item of provider.generateMessages({
    model: 'bench',
    messages: [{ role: 'user', content: 'hi' }],
  })) {
    if (item.type === 'chunk' && item.content !== '') count += 1;
  }
  return count;
}
