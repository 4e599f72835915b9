// A child process in place of the starter engine: one model that repeats the prompt, and ends itself where it is told.
import { createServer } from 'node:http';

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));

const NAME = 'echo:latest';
const details = {
  format: 'gguf',
  family: 'llama',
  parameter_size: '1M',
  quantization_level: 'F16',
};
const capabilities = ['completion'];
const model = {
  name: NAME,
  model: NAME,
  size: 4,
  digest: 'a'.repeat(64),
  modified_at: '2026-01-01T00:00:00Z',
  details,
  capabilities,
};
/** A name without tag means `latest`, as with every daemon. */
const isEcho = (name) => name === 'echo' || name === NAME;
const line = (value) => `${JSON.stringify(value)}\n`;

const answers = {
  'GET /api/version': () => ({ version: '0.34.2-starter' }),
  'GET /api/tags': () => ({ models: [model] }),
  'GET /api/ps': () => ({ models: [] }),
  'POST /api/show': ({ model: name }) =>
    isEcho(name)
      ? {
          details,
          capabilities,
          model_info: { 'general.architecture': 'llama', 'llama.context_length': 512 },
        }
      : undefined,
};

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = text === '' ? {} : JSON.parse(text);
  if (request.url === '/api/chat' && isEcho(body.model)) return chat(body, response);
  const answer = answers[`${request.method} ${request.url}`]?.(body);
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { error: `model '${body.model}' not found` }));
});

function chat({ messages = [] }, response) {
  const prompt = messages.at(-1)?.content ?? '';
  const piece = { model: NAME, created_at: '2026-01-01T00:00:00Z', done: false };
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.write(line({ ...piece, message: { role: 'assistant', content: 'You said: ' } }), () => {
    if (prompt.includes('crash')) {
      process.stderr.write('illegal instruction\n', () => process.kill(process.pid, 'SIGKILL'));
      return;
    }
    response.write(line({ ...piece, message: { role: 'assistant', content: prompt } }));
    response.end(
      line({
        ...piece,
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: 'stop',
        prompt_eval_count: 3,
        eval_count: 3,
      }),
    );
  });
}

server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  process.stdout.write(line({ event: 'listening', url, pid: process.pid }));
});
