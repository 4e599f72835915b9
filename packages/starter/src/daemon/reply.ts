import type { ServerResponse } from 'node:http';

/** How a route answers; written at most once. */
export type Reply = ServerResponse;

/** Sends one JSON body with a length. Nothing happens when the caller has gone. */
export function sendJson(reply: Reply, body: unknown, status = 200): void {
  send(reply, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

/** Sends a plain text with a length; the type is Ollama's own, without a charset where it has none. */
export function sendText(
  reply: Reply,
  text: string,
  status = 200,
  contentType = 'text/plain',
): void {
  send(reply, status, contentType, text);
}

/** Sends a status without a body. */
export function sendEmpty(reply: Reply, status: number): void {
  if (reply.headersSent || reply.destroyed) return;
  reply.writeHead(status, { 'content-length': 0 }).end();
}

function send(reply: Reply, status: number, contentType: string, text: string): void {
  if (reply.headersSent || reply.destroyed) return;
  const bytes = Buffer.from(text);
  reply.writeHead(status, { 'content-type': contentType, 'content-length': bytes.byteLength });
  reply.end(bytes);
}
