import { Ollama } from 'ollama';

/** Reads one stream and gives the number of chunks that carried text. */
export async function readStream(url) {
  const client = new Ollama({ host: url });
  const stream = await client.chat({
    model: 'bench',
    messages: [{ role: 'user', content: 'hi' }],
    stream: true,
  });
  let count = 0;
  for await (const part of stream) if (part.message.content !== '') count += 1;
  return count;
}
