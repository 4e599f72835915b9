// One question to a daemon, with the clock of the client.
import { Agent, request } from 'undici';

const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

async function post(url, body) {
  const answer = await request(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    dispatcher,
  });
  if (answer.statusCode !== 200) throw new Error(`${url}: ${await answer.body.text()}`);
  return answer.body;
}

/** Reads an answer; gives milliseconds to the first piece and pieces per second after it. */
export async function timeAnswer(url, { model, prompt, options }) {
  const started = performance.now();
  const body = await post(`${url}/api/generate`, {
    model,
    prompt,
    options: { temperature: 0, ...options },
    stream: true,
    keep_alive: '10m',
  });
  let first;
  let last;
  let end;
  let rest = '';
  body.setEncoding('utf8');
  for await (const part of body) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line);
      if (said.error !== undefined) throw new Error(said.error);
      if (said.response !== '') {
        last = performance.now();
        first ??= last;
      }
      if (said.done) end = said;
    }
  }
  if (end === undefined || first === undefined) throw new Error(`${url}: no answer`);
  const tokens = end.eval_count;
  return {
    firstMs: first - started,
    tokens,
    perSecond: tokens > 1 ? ((tokens - 1) * 1000) / (last - first) : undefined,
  };
}

/** Embeds texts in one request; gives texts per second. */
export async function timeVectors(url, { model, input, options }) {
  const started = performance.now();
  const body = await post(`${url}/api/embed`, { model, input, options, keep_alive: '10m' });
  const { embeddings } = await body.json();
  if (embeddings.length !== input.length) throw new Error(`${url}: vectors are missing`);
  return (input.length * 1000) / (performance.now() - started);
}

/** Takes a model out of memory, so that the next request loads it with its own options. */
export async function unload(url, model) {
  await (await post(`${url}/api/generate`, { model, keep_alive: 0, stream: false })).text();
}
