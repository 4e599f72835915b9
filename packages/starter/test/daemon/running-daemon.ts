import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { onTestFinished } from 'vitest';
import { createDaemon } from '../../src/daemon/daemon.ts';
import type { DaemonOptions } from '../../src/daemon/daemon.ts';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import type { ModelInformation } from '../../src/inference/inference-engine.ts';
import { ModelLibrary } from '../../src/library/model-library.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FakeEngine } from './fake-engine.ts';

/** An answer as it came. */
export interface WireReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const MODELS: readonly (readonly [string, ModelInformation])[] = [
  [
    'talk:135m',
    {
      architecture: 'talk',
      capabilities: ['completion'],
      metadata: {
        'general.architecture': 'talk',
        'talk.block_count': 30,
        'talk.context_length': 8192,
        'talk.embedding_length': 576,
        'tokenizer.ggml.tokens': [1],
      },
      chatTemplate: '{{ messages }}',
      contextLength: 8192,
      embeddingLength: 576,
      quantization: 'Q4_1',
      parameterCount: 134_515_008,
    },
  ],
  [
    'vec:latest',
    {
      architecture: 'vec',
      capabilities: ['embedding'],
      metadata: { 'vec.pooling_type': 1, 'vec.embedding_length': 8, 'vec.context_length': 512 },
      contextLength: 512,
      embeddingLength: 8,
    },
  ],
];

/** A daemon with a chat and an embedding model and an engine without weights; closed when the test is over. */
export async function startDaemon(given: Partial<DaemonOptions> = {}) {
  const engine = new FakeEngine();
  const folder = starterFolderAt(temporaryFolder());
  mkdirSync(folder.modelsFolder, { recursive: true });
  const library = new ModelLibrary(folder);
  const digests = new Map<string, string>();
  for (const [index, [name, information]] of MODELS.entries()) {
    const bytes = JSON.stringify(information);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(library.fileOf(sha256), bytes);
    const addedAt = new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
    const sizeBytes = Buffer.byteLength(bytes);
    const about = { licence: 'Apache-2.0', source: 'a test', addedAt };
    await library.register({ name, sha256, sizeBytes, ...about });
    digests.set(name, sha256);
  }
  const daemon = createDaemon({
    library,
    engine: async () => engine,
    threads: 1,
    ...given,
  });
  daemon.server.listen(0, '127.0.0.1');
  await once(daemon.server, 'listening');
  const address = daemon.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  onTestFinished(daemon.close);

  const open = (
    method: string,
    path: string,
    body?: unknown,
    headers: http.OutgoingHttpHeaders = {},
  ) => {
    const bytes = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const length = { 'content-length': Buffer.byteLength(bytes) };
    const request = http.request({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent: false,
      headers: { ...(body === undefined ? {} : length), ...headers },
    });
    request.end(bytes);
    return request;
  };
  const call = async (...request: Parameters<typeof open>): Promise<WireReply> => {
    const sent = open(...request);
    const [response]: http.IncomingMessage[] = await once(sent, 'response');
    if (response === undefined) throw new Error('no answer');
    let text = '';
    for await (const piece of response) text += String(piece);
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  };
  const post = async (path: string, body: unknown) => {
    const { status, text } = await call('POST', path, body);
    return { status, body: parse(text) };
  };
  return {
    daemon,
    engine,
    library,
    digests,
    port,
    url: `http://127.0.0.1:${port}`,
    open,
    call,
    post,
  };
}

function parse(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

/** The lines of a stream. */
export function linesOf({ text }: WireReply): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const value: Record<string, unknown> = JSON.parse(line);
      return value;
    });
}

/** The body of a chat with one message. */
export function chat(content: string, rest: Readonly<Record<string, unknown>> = {}) {
  return { model: 'talk:135m', stream: false, messages: [{ role: 'user', content }], ...rest };
}
