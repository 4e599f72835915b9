// Vectors of float32 numbers, written as a daemon writes them.
import { DIMENSIONS, TEXTS } from '../sizes.mjs';

/** The shortest decimal text that means this float32: the daemon writes its numbers so. */
function shortest(value) {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toPrecision(9);
}

/** The number at a place of the vector of a text: a fixed sequence, about as large as those of real models. */
function numberAt(text, place) {
  const mixed = Math.imul(text * DIMENSIONS + place + 1, 2654435761) >>> 0;
  return Math.fround((mixed / 2 ** 32 - 0.5) / 8);
}

const vectors = Array.from({ length: TEXTS }, (_, text) =>
  Float32Array.from({ length: DIMENSIONS }, (_number, place) => numberAt(text, place)),
);
const asJson = vectors.map((vector) => `[${Array.from(vector, shortest).join(',')}]`);
const asBase64 = vectors.map((vector) => Buffer.from(vector.buffer).toString('base64'));

/** Each text ends with its number. */
const numberOf = (text) => Number(/\d+$/.exec(text)?.[0]) % TEXTS;
const toTexts = (input) => (typeof input === 'string' ? [input] : input);

/** The body of an answer of `/api/embed`. */
export function embedAnswer({ model, input }) {
  const rows = toTexts(input).map((text) => asJson[numberOf(text)]);
  return `{"model":"${model}","embeddings":[${rows.join(',')}],"total_duration":14143917,"load_duration":1019500,"prompt_eval_count":${rows.length * 8}}`;
}

/** The body of an answer of `/v1/embeddings`. */
export function v1EmbeddingsAnswer({ model, input, encoding_format: format }) {
  const rows = toTexts(input).map((text, index) => {
    const place = numberOf(text);
    const embedding = format === 'base64' ? `"${asBase64[place]}"` : asJson[place];
    return `{"object":"embedding","embedding":${embedding},"index":${index}}`;
  });
  const tokens = rows.length * 8;
  return `{"object":"list","data":[${rows.join(',')}],"model":"${model}","usage":{"prompt_tokens":${tokens},"total_tokens":${tokens}}}`;
}
