import type { IncomingMessage } from 'node:http';
import { answerError } from './answer-error.ts';
import { openAiError } from './answer-openai-embeddings.ts';
import { ApiRefusal } from './api-refusal.ts';
import { isAllowedCaller } from './caller-guard.ts';
import type { DaemonContext } from './daemon-context.ts';
import { parseGoJson } from './go-json.ts';
import { readBody } from './read-body.ts';
import { sendEmpty, sendJson, sendText } from './reply.ts';
import type { Reply } from './reply.ts';
import { routesOf } from './route-table.ts';

/** What a request is answered with. */
export interface HandleOptions {
  readonly context: DaemonContext;
  readonly mostBodyBytes: number;
  readonly readerTimeoutMs: number;
  /** Aborts when the daemon ends. */
  readonly closing: AbortSignal;
}

/** Answers one request. Never rejects: an error is written, as a line where lines have begun. */
export async function handleRequest(
  request: IncomingMessage,
  reply: Reply,
  options: HandleOptions,
): Promise<void> {
  const gone = new AbortController();
  reply.on('close', () => gone.abort());
  // A reader that resets its connection is not our error.
  reply.on('error', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, options.closing]);
  const path = pathOf(request);
  try {
    await route(request, reply, { ...options, path, signal });
  } catch (error) {
    if (!gone.signal.aborted) writeError(reply, path, error);
  }
}

interface Routing extends HandleOptions {
  readonly path: string;
  readonly signal: AbortSignal;
}

async function route(request: IncomingMessage, reply: Reply, routing: Routing): Promise<void> {
  const { path, signal, mostBodyBytes, readerTimeoutMs, context } = routing;
  if (!isAllowedCaller(request)) return refuse(request, () => sendEmpty(reply, 403));
  const routes = routesOf(path);
  if (routes === undefined)
    return refuse(request, () => sendText(reply, '404 page not found', 404));
  const answer = routes[request.method ?? ''];
  if (answer === undefined) {
    reply.setHeader('allow', Object.keys(routes).join(', '));
    return refuse(request, () => sendText(reply, '405 method not allowed', 405));
  }
  const hasBody = request.method === 'POST' || request.method === 'DELETE';
  const isUpload = path.startsWith('/api/blobs/');
  const body =
    hasBody && !isUpload ? parseGoJson(await readBody(request, mostBodyBytes)) : undefined;
  await answer({ body, reply, signal, readerTimeoutMs }, context);
}

/** What nobody will read is thrown away, so that the answer arrives. */
function refuse(request: IncomingMessage, answer: () => void): void {
  answer();
  request.resume();
}

function writeError(reply: Reply, path: string, error: unknown): void {
  if (reply.destroyed) return;
  const { status, text } = answerError(error);
  if (reply.headersSent) {
    reply.end(`${JSON.stringify({ error: text })}\n`);
    return;
  }
  // What is left of a body that is too large is not waited for.
  if (error instanceof ApiRefusal && status === 413) reply.setHeader('connection', 'close');
  if (path.startsWith('/v1/')) sendJson(reply, openAiError(error).body, status);
  else sendJson(reply, { error: text }, status);
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}
