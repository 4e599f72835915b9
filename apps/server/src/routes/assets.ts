import { imageTypeOf, NodetoolError } from '@nodetool-ai/graph';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';

/** Most bytes of an image; as base64 in JSON it is a third longer. */
const MAX_IMAGE_BYTES = 32 * 1024 * 1024;
const MAX_BODY_BYTES = Math.ceil((MAX_IMAGE_BYTES * 4) / 3) + 1024;

const imageBody = z.object({ base64: z.base64() });
const assetPath = z.object({ hash: z.string().regex(/^sha256:[0-9a-f]{64}$/) });

/** `/api/assets`: images that were picked, and long values of runs, by the hash of their bytes. */
export function assetRoutes(app: FastifyInstance, { context }: ServerParts): void {
  app.post('/api/assets', { config: { maxBodyBytes: MAX_BODY_BYTES } }, async ({ body }, reply) => {
    const bytes = Buffer.from(readBody(imageBody, body).base64, 'base64');
    // What it is, is told by its bytes; a name or type that was sent with it counts for nothing.
    const mimeType = imageTypeOf(bytes);
    if (mimeType === undefined)
      throw new NodetoolError('IMAGE_INVALID', 'The file is neither PNG, JPEG, WebP nor GIF.');
    return reply.status(201).send(await context.assets.write(bytes, mimeType, 'image'));
  });

  app.get<{ Params: { hash: string } }>('/api/assets/:hash', async ({ params }, reply) => {
    const { hash } = readBody(assetPath, params);
    const reference = { type: 'file' as const, hash, mimeType: '', sizeBytes: 0 };
    const bytes = await context.assets.read(reference);
    const imageType = imageTypeOf(bytes);
    return reply
      .header('content-type', imageType ?? 'application/json; charset=utf-8')
      .header('content-disposition', imageType === undefined ? 'attachment' : 'inline')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
}
