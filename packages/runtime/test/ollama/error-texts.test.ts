import { describe, expect, test } from 'vitest';
import { daemonError, daemonLineError } from '../../src/ollama/errors/daemon-error.ts';
import { OllamaConnection } from '../../src/ollama/connection/ollama-connection.ts';

const key = 'marker-key-1234';
const connection = new OllamaConnection('https://models.example.org/base', key);
const context = { connection, path: '/api/chat', model: 'x' };
const contentType = 'application/json';

const refused = (status: number, body: unknown) =>
  daemonError({ status, contentType, body: JSON.stringify(body) }, context);
const nested = (message: string, fields: object = {}) => ({
  error: JSON.stringify({ error: { code: 400, message, ...fields } }),
});

describe('the words of a daemon', () => {
  test.each([
    [400, 'missing request body', 'REQUEST_INVALID'],
    [400, "invalid character 'b' looking for beginning of object key string", 'REQUEST_INVALID'],
    [400, 'json: cannot unmarshal number into Go struct field', 'REQUEST_INVALID'],
    [400, "Unsupported type: 'bool'", 'REQUEST_INVALID'],
    [400, 'time: missing unit in duration "-1"', 'REQUEST_INVALID'],
    [400, 'model is required', 'REQUEST_INVALID'],
    [404, "model '' not found", 'MODEL_NOT_FOUND'],
    [400, 'invalid model name', 'REQUEST_INVALID'],
    [404, "model 'x:latest' not found", 'MODEL_NOT_FOUND'],
    [404, 'model "x" not found, try pulling it first', 'MODEL_NOT_FOUND'],
    [400, '"x" does not support chat', 'MODEL_LACKS_CAPABILITY'],
    [400, '"x" does not support generate', 'MODEL_LACKS_CAPABILITY'],
    [400, '"x" does not support thinking', 'MODEL_LACKS_CAPABILITY'],
    [400, 'registry.ollama.ai/library/x:latest does not support tools', 'MODEL_LACKS_CAPABILITY'],
    [400, 'registry.ollama.ai/library/x:latest does not support insert', 'MODEL_LACKS_CAPABILITY'],
    [400, 'image generation models are not currently supported', 'MODEL_LACKS_CAPABILITY'],
    [400, 'invalid think value: "xhigh" (must be "high", "medium"', 'REQUEST_INVALID'],
    [400, 'think must be a boolean or string', 'REQUEST_INVALID'],
    [400, 'top_logprobs must be between 0 and 20', 'REQUEST_INVALID'],
    [500, 'option "stop" must be of type array', 'REQUEST_INVALID'],
    [500, 'invalid format: "\\"yaml\\""; expected "json"', 'REQUEST_INVALID'],
    [500, 'invalid JSON schema in format', 'REQUEST_INVALID'],
    [400, 'illegal base64 data at input byte 4', 'IMAGE_INVALID'],
    [400, "Value looks like object, but can't find closing '}' symbol", 'REQUEST_INVALID'],
    [400, 'the input length exceeds the context length', 'CONTEXT_OVERFLOW'],
    [500, 'the input length exceeds the context length', 'CONTEXT_OVERFLOW'],
    [
      501,
      'This server does not support embeddings. Start it with `--embeddings`',
      'MODEL_LACKS_CAPABILITY',
    ],
    [
      400,
      'do embedding request: Post "http://127.0.0.1:46433/v1/embeddings": EOF',
      'MODEL_CRASHED',
    ],
    [400, 'embedding contains NaN or Inf values', 'EMBEDDING_INVALID'],
    [500, 'failed to encode response: json: unsupported value: NaN', 'EMBEDDING_INVALID'],
    [499, 'request canceled', 'OLLAMA_REQUEST_FAILED'],
    [503, 'server busy, please try again.  maximum pending requests exceeded', 'OLLAMA_BUSY'],
    [500, 'an error was encountered while running the model: unexpected EOF', 'MODEL_CRASHED'],
    [500, 'model runner has unexpectedly stopped, this may be due to', 'MODEL_CRASHED'],
    [500, 'llama-server process has terminated: exit status 2', 'MODEL_CRASHED'],
    [
      500,
      'llama-server process has terminated: cudaMalloc failed: out of memory',
      'MODEL_OUT_OF_MEMORY',
    ],
    [500, 'timed out waiting for llama-server to start', 'MODEL_CRASHED'],
    [
      500,
      'model requires more system memory (8.4 GiB) than is available (3.2 GiB)',
      'MODEL_OUT_OF_MEMORY',
    ],
    [
      500,
      'error starting llama-server: llama-server binary not found (checked: /a/b)',
      'OLLAMA_INCOMPLETE',
    ],
    [500, "'x' is no longer compatible with your version of Ollama", 'OLLAMA_REQUEST_FAILED'],
    [500, 'prediction aborted, token repeat limit reached', 'OLLAMA_STREAM_TRUNCATED'],
    [500, 'failed to parse XML: XML syntax error on line 1', 'TOOL_CALL_INVALID'],
    [401, 'unauthorized', 'OLLAMA_UNAUTHORIZED'],
    [403, 'ollama cloud is disabled: remote model is unavailable', 'OLLAMA_FORBIDDEN'],
    [429, 'you (user) have reached your session usage limit', 'OLLAMA_RATE_LIMITED'],
    [502, 'upstream', 'OLLAMA_REQUEST_FAILED'],
  ])('%i %s means %s', (status, error, code) => {
    expect(refused(status, { error })).toMatchObject({ code, details: { status, model: 'x' } });
  });

  test.each([
    [
      400,
      'Multimodal data provided, but model does not support multimodal requests.',
      'MODEL_LACKS_CAPABILITY',
    ],
    [500, 'image input is not supported - hint: if this is unexpected', 'MODEL_LACKS_CAPABILITY'],
    [400, 'Failed to load image or audio file', 'IMAGE_INVALID'],
    [
      400,
      "Field 'json_schema': JSON schema conversion failed:\nunrecognized type strin",
      'REQUEST_INVALID',
    ],
  ])('%i %s within another error means %s', (status, message, code) => {
    expect(refused(status, nested(message))).toMatchObject({ code });
    expect(daemonLineError({ text: message }, context)).toMatchObject({ code });
  });

  test('tell the figures of an overflow', () => {
    const error = refused(
      400,
      nested('request (7520 tokens) exceeds the available context size (4096 tokens)', {
        type: 'exceed_context_size_error',
        n_prompt_tokens: 7520,
        n_ctx: 4096,
      }),
    );
    expect(error).toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { promptTokens: 7520, contextLength: 4096 },
    });
    expect(error.message).toContain('7520 tokens');
  });

  test('say which capability is missing', () => {
    const error = refused(400, {
      error: 'registry.ollama.ai/library/x:latest does not support tools',
    });
    expect(error).toMatchObject({
      details: { capability: 'tools' },
      action: { kind: 'choose-model' },
    });
  });

  test.each([
    ['unauthorized', 'OLLAMA_UNAUTHORIZED'],
    ['this model requires a subscription, upgrade for access', 'OLLAMA_FORBIDDEN'],
    ['you (user) have reached your weekly usage limit', 'OLLAMA_RATE_LIMITED'],
    ["invalid character 'x' looking for beginning of value", 'OLLAMA_REQUEST_FAILED'],
    ['something new', 'OLLAMA_REQUEST_FAILED'],
  ])('mean the same in a line of an answer: %s is %s', (text, code) => {
    const error = daemonLineError({ text }, context);
    expect(error).toMatchObject({ code, details: { daemonMessage: text } });
    expect(error.details).not.toHaveProperty('status');
  });

  test('show where to sign in, at Ollama alone', () => {
    const signin = 'https://ollama.com/connect?name=a&key=b';
    expect(refused(401, { error: 'unauthorized', signin_url: signin }).hint).toContain(signin);
    const elsewhere = refused(401, { error: 'unauthorized', signin_url: 'https://evil.example/x' });
    expect(elsewhere.hint).not.toContain('evil');
  });

  test.each([
    'open /var/lib/ollama/models/blobs/sha256-1: no such file',
    'open /Volumes/Ann Smith/.ollama/models/x: denied',
    'open C:\\Users\\ann\\.ollama\\models\\x: denied',
    'cannot read ~/.ollama/id_ed25519',
  ])('do not show folders: %s', (error) => {
    const { message, details } = refused(500, { error });
    const shown = message + JSON.stringify(details);
    expect(shown).toContain('[path]');
    expect(shown).not.toMatch(/\b(lib|Volumes|Users|ann|Smith)\b|\.ollama/i);
  });

  test('keep addresses and routes', () => {
    const error = 'Post "http://127.0.0.1:46433/v1/embeddings": odd, see /api/tags and /v1/models';
    expect(refused(500, { error }).details['daemonMessage']).toBe(error);
  });

  test('never show the key, and are never long', () => {
    const { message, details } = refused(500, { error: `Bearer ${key} ${'x '.repeat(5000)}` });
    expect(message + JSON.stringify(details)).not.toContain(key);
    expect(message.length).toBeLessThan(700);
  });
});

describe('a body that is not the daemon’s', () => {
  const foreign = (status: number, body: string, type = 'text/plain') =>
    daemonError({ status, contentType: type, body }, context);

  test.each([
    [404, '404 page not found', 'OLLAMA_NOT_OLLAMA'],
    [405, '405 method not allowed', 'OLLAMA_NOT_OLLAMA'],
    [403, '', 'OLLAMA_FORBIDDEN'],
    [401, 'no', 'OLLAMA_UNAUTHORIZED'],
    [429, '<html>slow down</html>', 'OLLAMA_RATE_LIMITED'],
    [503, '<html>sorry</html>', 'OLLAMA_REQUEST_FAILED'],
    [500, '{"detail":"other"}', 'OLLAMA_REQUEST_FAILED'],
    [500, '[1]', 'OLLAMA_REQUEST_FAILED'],
  ])('with %i %s means %s', (status, body, code) => {
    const error = foreign(status, body);
    expect(error).toMatchObject({ code, details: { status } });
    expect(error.message).toContain(String(status));
    expect(error.message).not.toContain('Ollama says');
  });

  test('is shown in part; a page is not shown at all', () => {
    expect(foreign(500, 'long '.repeat(1000)).message.length).toBeLessThan(700);
    expect(foreign(502, '<html><b>secret</b></html>', 'text/html').message).not.toContain('secret');
  });
});
