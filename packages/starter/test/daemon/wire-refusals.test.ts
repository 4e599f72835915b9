import { expect, test } from 'vitest';
import { chat, startDaemon } from './running-daemon.ts';

const prompt = (rest: object) => ({ model: 'talk:135m', prompt: 'Say hi', stream: false, ...rest });
const image = [{ role: 'user', content: 'x', images: ['aGVsbG8='] }];
const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } };

/** As answered by Ollama 0.34.2 to the same bodies. */
test.each([
  ['/api/chat', '', 400, 'missing request body'],
  ['/api/chat', '{', 400, 'unexpected EOF'],
  ['/api/chat', 'hello', 400, "invalid character 'h' looking for beginning of value"],
  [
    '/api/chat',
    '{"model":"a",}',
    400,
    "invalid character '}' looking for beginning of object key string",
  ],
  ['/api/chat', '[]', 400, 'json: cannot unmarshal array into Go value of type api.ChatRequest'],
  [
    '/api/chat',
    '{"model":1}',
    400,
    'json: cannot unmarshal number into Go struct field ChatRequest.model of type string',
  ],
  [
    '/api/chat',
    '{"messages":5}',
    400,
    'json: cannot unmarshal number into Go struct field ChatRequest.messages of type []api.Message',
  ],
  [
    '/api/chat',
    { messages: [5] },
    400,
    'json: cannot unmarshal number into Go struct field ChatRequest.messages of type api.Alias',
  ],
  [
    '/api/chat',
    { messages: [{ content: 5 }] },
    400,
    'json: cannot unmarshal number into Go struct field ChatRequest.messages.content of type string',
  ],
  [
    '/api/chat',
    { options: 5 },
    400,
    'json: cannot unmarshal number into Go struct field ChatRequest.options of type map[string]interface {}',
  ],
  [
    '/api/chat',
    { stream: 'x' },
    400,
    'json: cannot unmarshal string into Go struct field ChatRequest.stream of type bool',
  ],
  ['/api/chat', {}, 400, 'model is required'],
  ['/api/chat', 'null', 400, 'model is required'],
  ['/api/chat', { model: 'bad name!!' }, 400, 'invalid model name'],
  ['/api/chat', { model: '../../etc/passwd' }, 400, 'invalid model name'],
  ['/api/chat', { model: 'NOPE:X' }, 404, "model 'NOPE:X' not found"],
  ['/api/chat', chat('hi', { model: 'vec' }), 400, '"vec" does not support chat'],
  [
    '/api/chat',
    chat('hi', { tools: [tool] }),
    400,
    'registry.ollama.ai/library/talk:135m does not support tools',
  ],
  ['/api/chat', chat('hi', { think: true }), 400, '"talk:135m" does not support thinking'],
  ['/api/chat', chat('hi', { think: 'low' }), 400, '"talk:135m" does not support thinking'],
  [
    '/api/chat',
    chat('hi', { think: 'x' }),
    400,
    'invalid think value: "x" (must be "high", "medium", "low", "max", true, or false)',
  ],
  [
    '/api/chat',
    chat('hi', { think: 5 }),
    400,
    'think must be a boolean or string ("high", "medium", "low", "max", true, or false)',
  ],
  [
    '/api/chat',
    chat('hi', { format: 'yaml' }),
    500,
    'invalid format: "\\"yaml\\""; expected "json" or a valid JSON Schema object',
  ],
  [
    '/api/chat',
    chat('hi', { format: 5 }),
    500,
    'invalid format: "5"; expected "json" or a valid JSON Schema object',
  ],
  [
    '/api/chat',
    chat('hi', { options: { num_ctx: 'x' } }),
    500,
    'option "num_ctx" must be of type integer',
  ],
  [
    '/api/chat',
    chat('hi', { options: { temperature: '1' } }),
    500,
    'option "temperature" must be of type float32',
  ],
  ['/api/chat', chat('hi', { options: { stop: 'x' } }), 500, 'option "stop" must be of type array'],
  [
    '/api/chat',
    chat('hi', { options: { stop: [5] } }),
    500,
    'option "stop" must be of an array of strings',
  ],
  [
    '/api/chat',
    chat('hi', { options: { use_mmap: 5 } }),
    500,
    'option "use_mmap" must be of type boolean',
  ],
  ['/api/chat', chat('hi', { keep_alive: true }), 400, "Unsupported type: 'bool'"],
  ['/api/chat', chat('hi', { keep_alive: [] }), 400, "Unsupported type: '[]interface {}'"],
  ['/api/chat', chat('hi', { keep_alive: '-1' }), 400, 'time: missing unit in duration "-1"'],
  ['/api/chat', chat('hi', { keep_alive: 'x' }), 400, 'time: invalid duration "x"'],
  ['/api/chat', chat('hi', { keep_alive: '' }), 400, 'time: invalid duration ""'],
  ['/api/chat', chat('hi', { keep_alive: '5x' }), 400, 'time: unknown unit "x" in duration "5x"'],
  ['/api/chat', chat('hi', { top_logprobs: 21 }), 400, 'top_logprobs must be between 0 and 20'],
  [
    '/api/chat',
    chat('', { messages: image }),
    400,
    '{"error":{"code":400,"message":"Multimodal data provided, but model does not support multimodal requests.","type":"invalid_request_error"}}',
  ],
  [
    '/api/chat',
    chat('', { messages: [{ role: 'user', images: ['data:image/png;base64,aa'] }] }),
    400,
    'illegal base64 data at input byte 4',
  ],
  [
    '/api/chat',
    chat('', { messages: [{ tool_calls: [{ function: { arguments: '{}' } }] }] }),
    400,
    "Value looks like object, but can't find closing '}' symbol",
  ],
  ['/api/generate', {}, 404, "model '' not found"],
  ['/api/generate', { model: 'nope' }, 404, "model 'nope' not found"],
  [
    '/api/generate',
    { prompt: 5 },
    400,
    'json: cannot unmarshal number into Go struct field GenerateRequest.prompt of type string',
  ],
  ['/api/generate', prompt({ model: 'vec' }), 400, '"vec" does not support generate'],
  [
    '/api/generate',
    prompt({ suffix: 'x' }),
    400,
    'registry.ollama.ai/library/talk:135m does not support insert',
  ],
  [
    '/api/generate',
    prompt({ raw: true, system: 'x' }),
    400,
    'raw mode does not support template, system, or context',
  ],
  ['/api/generate', prompt({ images: ['!!'] }), 400, 'illegal base64 data at input byte 0'],
  ['/api/generate', prompt({ think: true }), 400, '"talk:135m" does not support thinking'],
  [
    '/api/generate',
    prompt({ template: '{{ .Prompt }}' }),
    400,
    'template is not supported by the starter engine',
  ],
  [
    '/api/generate',
    prompt({ context: [1, 2] }),
    400,
    'context is not supported by the starter engine',
  ],
  ['/api/embed', {}, 404, "model '' not found"],
  [
    '/api/embed',
    { model: 'nope', input: 'a' },
    404,
    'model "nope" not found, try pulling it first',
  ],
  ['/api/embed', { model: 'vec', input: 5 }, 400, 'invalid input type'],
  ['/api/embed', { model: 'vec', input: ['a', 5] }, 400, 'invalid input type'],
  ['/api/embed', { model: 'vec', input: {} }, 400, 'invalid input type'],
  [
    '/api/embed',
    { model: 'vec', input: 'a', dimensions: 'x' },
    400,
    'json: cannot unmarshal string into Go struct field EmbedRequest.dimensions of type int',
  ],
  [
    '/api/embed',
    { model: 'talk:135m', input: 'a' },
    501,
    'This server does not support embeddings. Start it with `--embeddings`',
  ],
  [
    '/api/embed',
    { model: 'vec', input: 'cat '.repeat(600), truncate: false },
    400,
    'the input length exceeds the context length',
  ],
  ['/api/embeddings', {}, 400, 'model is required'],
  [
    '/api/embeddings',
    { model: 'vec', prompt: 'cat '.repeat(600) },
    500,
    'the input length exceeds the context length',
  ],
  ['/api/show', {}, 400, 'model is required'],
  ['/api/show', { model: 'nope' }, 404, "model 'nope:latest' not found"],
  ['/api/copy', {}, 400, 'source "" is invalid'],
  [
    '/api/copy',
    { source: 'vec', destination: 'bad name!!' },
    400,
    'destination "bad name!!" is invalid',
  ],
  ['/api/copy', { source: 'nope', destination: 'x' }, 404, 'model "nope" not found'],
  ['/api/pull', { model: 'bad name!!' }, 400, 'invalid model name'],
  ['/api/pull', { model: 'nope', stream: false }, 500, 'pull model manifest: file does not exist'],
  ['/api/create', { model: 'x', from: 'vec' }, 501, 'this is not supported by the starter engine'],
  ['/api/push', { model: 'vec' }, 501, 'this is not supported by the starter engine'],
])('%s %j is refused with %i: %s', async (path, body, status, error) => {
  const { post, engine } = await startDaemon();
  expect(await post(path, body)).toEqual({ status, body: { error } });
  expect(engine.log.filter((line) => line.startsWith('answer'))).toEqual([]);
});

test.each([
  [{ model: 'vec', input: [] }, 400, 'invalid input', 'invalid_request_error'],
  [{ model: 'vec' }, 400, 'invalid input', 'invalid_request_error'],
  [{ model: 'vec', input: 5 }, 400, 'invalid input type', 'invalid_request_error'],
  [
    { model: 'vec', input: ['a'], encoding_format: 'x' },
    400,
    "Invalid value for 'encoding_format' = x. Supported values: ['float', 'base64'].",
    'invalid_request_error',
  ],
  [
    { model: 'nope', input: 'a' },
    404,
    'model "nope" not found, try pulling it first',
    'not_found_error',
  ],
  [
    { model: 'talk:135m', input: 'a' },
    501,
    'This server does not support embeddings. Start it with `--embeddings`',
    'api_error',
  ],
])(
  '/v1/embeddings %j is refused with %i in the form of that route',
  async (body, status, message, type) => {
    const { post } = await startDaemon();
    const error = { message, type, param: null, code: null };
    expect(await post('/v1/embeddings', body)).toEqual({ status, body: { error } });
  },
);

test('what cannot be removed is refused', async () => {
  const { call } = await startDaemon();
  const remove = async (body: unknown) => {
    const { status, text } = await call('DELETE', '/api/delete', body);
    return [status, text];
  };
  expect(await remove({})).toEqual([400, '{"error":"model is required"}']);
  expect(await remove({ model: 'nope' })).toEqual([404, '{"error":"model \'nope\' not found"}']);
  const invalid = String.raw`{"error":"name \"bad name!!\" is invalid"}`;
  expect(await remove({ model: 'bad name!!' })).toEqual([400, invalid]);
});
