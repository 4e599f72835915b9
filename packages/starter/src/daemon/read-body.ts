import type { IncomingMessage } from 'node:http';
import { ApiRefusal } from './api-refusal.ts';

/** Reads the body of a request as text. Rejects with ApiRefusal 413 as soon as it is longer than `mostBytes`. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<string> {
  const tooLarge = () => new ApiRefusal(413, `the request body is larger than ${mostBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge();
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) continue;
    sizeBytes += piece.byteLength;
    if (sizeBytes > mostBytes) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
