import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A server on loopback that a test writes the answers of. */
export interface LoopbackHub {
  /** Such as `http://127.0.0.1:40123`, or with the host name that was given. */
  readonly origin: string;
  /** Path and `Range` of every request, in order: `/file bytes=3-`. */
  readonly requests: readonly string[];
}

/** Starts it; it ends with the test. */
export async function startHub(
  listener: RequestListener,
  host = '127.0.0.1',
): Promise<LoopbackHub> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(
      [request.url, request.headers.range].filter((part) => part !== undefined).join(' '),
    );
    listener(request, response);
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { origin: `http://${host}:${port}`, requests };
}

/** Sends bytes as a hub does: whole, or from where the request wants them. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  etag = `"${sha256(bytes)}"`,
): void {
  const from = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const ifRange = request.headers['if-range'];
  const headers = { etag, 'accept-ranges': 'bytes' };
  if (from === null || (ifRange !== undefined && ifRange !== etag)) {
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
    return;
  }
  const start = Number(from[1]);
  const end = from[2] === '' ? bytes.length - 1 : Number(from[2]);
  response
    .writeHead(206, {
      ...headers,
      'content-range': `bytes ${start}-${end}/${bytes.length}`,
      'content-length': end + 1 - start,
    })
    .end(bytes.subarray(start, end + 1));
}

/** Sends the first bytes of a file that was announced whole, then breaks the connection. */
export function sendAndBreak(response: ServerResponse, bytes: Buffer, count: number): void {
  response.writeHead(200, { etag: `"${sha256(bytes)}"`, 'content-length': bytes.length });
  response.write(bytes.subarray(0, count), () => setImmediate(() => response.destroy()));
}

/** SHA-256 of bytes, 64 hexadecimal digits. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
