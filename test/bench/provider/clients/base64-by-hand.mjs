// What the quick route of embeddings costs at least: undici.request, JSON.parse, bytes to numbers.
import { request } from 'undici';
import { EMBEDDING_MODEL } from '../sizes.mjs';

/** The client of an address. */
export function createClient(url) {
  return {
    async embedCompactly(input) {
      const { body } = await request(`${url}/v1/embeddings`, {
        method: 'POST',
        body: JSON.stringify({ model: EMBEDDING_MODEL, input, encoding_format: 'base64' }),
      });
      const { data } = JSON.parse(await body.text());
      return data.map(({ embedding }) => {
        const { buffer, byteOffset, length } = Buffer.from(embedding, 'base64');
        // Small buffers share memory and may begin anywhere; four bytes make a number only at every fourth.
        return byteOffset % 4 === 0
          ? new Float32Array(buffer, byteOffset, length / 4)
          : new Float32Array(buffer.slice(byteOffset, byteOffset + length));
      });
    },
  };
}
