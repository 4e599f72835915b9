// The floor: undici.request, splitting lines by hand, JSON.parse, nothing else.
import { StringDecoder } from 'node:string_decoder';
import { request } from 'undici';
import { EMBEDDING_MODEL } from '../sizes.mjs';

/** The client of an address. */
export function createClient(url) {
  const post = async (path, body) => {
    const answer = await request(url + path, { method: 'POST', body: JSON.stringify(body) });
    return answer.body;
  };
  const messages = [{ role: 'user', content: 'hi' }];

  async function read(model, onText) {
    const body = await post('/api/chat', { model, messages, stream: true });
    let rest = '';
    body.setEncoding('utf8');
    for await (const piece of body) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const { content } = JSON.parse(line).message;
        if (content !== '') onText(content);
      }
    }
  }

  const embed = async (input) => {
    const body = await post('/api/embed', { model: EMBEDDING_MODEL, input, truncate: false });
    return JSON.parse(await body.text()).embeddings;
  };

  return {
    async readStream(model, onFirst) {
      let count = 0;
      await read(model, (text) => {
        if (count === 0) onFirst?.(text);
        count += 1;
      });
      return count;
    },
    async readText(model) {
      let whole = '';
      await read(model, (text) => {
        whole += text;
      });
      return whole;
    },
    embed,
    // What the quick route is measured against is the plain one.
    embedCompactly: embed,
    readPieces(pieces) {
      const decoder = new StringDecoder('utf8');
      let rest = '';
      let count = 0;
      for (const piece of pieces) {
        const lines = (rest + decoder.write(piece)).split('\n');
        rest = lines.pop();
        for (const line of lines) if (JSON.parse(line).message.content !== '') count += 1;
      }
      return count;
    },
  };
}
