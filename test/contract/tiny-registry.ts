import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry on loopback, without https, that holds one model. */
export interface TinyRegistry {
  /** The full name to pull, such as `127.0.0.1:40123/library/tiny:latest`. */
  readonly modelName: string;
  readonly weightsBytes: number;
  /** Ranges of the weights that were asked for, such as `bytes=0-99`. */
  readonly ranges: readonly string[];
  /** Sends half of the weights from now on, and the rest never. */
  holdHalf(): void;
  /** Sends whole weights again. */
  letGo(): void;
  stop(): Promise<void>;
}

const digestOf = (bytes: Uint8Array) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Starts a registry whose one model has those weights. */
export async function startTinyRegistry(weights: Buffer): Promise<TinyRegistry> {
  const config = Buffer.from(
    JSON.stringify({ model_format: 'gguf', model_family: 'bert', model_families: ['bert'] }),
  );
  const blobs = new Map([weights, config].map((bytes) => [digestOf(bytes), bytes]));
  const layer = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    digest: digestOf(bytes),
    size: bytes.length,
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: layer('application/vnd.docker.container.image.v1+json', config),
    layers: [layer('application/vnd.ollama.image.model', weights)],
  });
  const ranges: string[] = [];
  let holds = false;

  function sendBlob(request: IncomingMessage, response: ServerResponse, blob: Buffer): void {
    const { range } = request.headers;
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (range === undefined || first === undefined || last === undefined) {
      // The daemon takes the place to fetch parts from out of this header.
      response.writeHead(200, { 'content-length': blob.length, location: request.url });
      response.end(request.method === 'HEAD' ? undefined : blob);
      return;
    }
    const part = blob.subarray(Number(first), Number(last) + 1);
    response.writeHead(206, { 'content-length': part.length });
    if (blob === weights) ranges.push(range);
    if (blob === weights && holds) response.write(part.subarray(0, part.length / 2));
    else response.end(part);
  }

  const server = createServer((request, response) => {
    const [, kind, subject = ''] =
      /^\/v2\/library\/tiny\/(manifests|blobs)\/(.+)$/.exec(request.url ?? '') ?? [];
    const blob = blobs.get(subject);
    if (kind === 'manifests' && subject === 'latest') response.end(manifest);
    else if (kind === 'blobs' && blob !== undefined) sendBlob(request, response, blob);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on an IP address always has an AddressInfo.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const { port } = server.address() as AddressInfo;
  return {
    modelName: `127.0.0.1:${port}/library/tiny:latest`,
    weightsBytes: weights.length,
    ranges,
    holdHalf: () => {
      holds = true;
    },
    letGo: () => {
      holds = false;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
