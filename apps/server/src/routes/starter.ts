import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';

const partsBody = z.object({
  parts: z.array(z.string().min(1).max(256)).min(1).max(16).optional(),
});
const noBody = z.object({});

/**
 * `/api/starter`: the starter engine. Nothing is fetched before somebody asks for it by a POST; what is fetched is named
 * here and not by the request. How far it is stands in `/api/engine` too.
 */
export function starterRoutes(app: FastifyInstance, { starter }: ServerParts): void {
  app.get('/api/starter', () => starter.report());

  app.post('/api/starter/install', async ({ body }, reply) => {
    await starter.start(readBody(partsBody, body).parts);
    return reply.status(202).send(await starter.report());
  });

  app.post('/api/starter/fill', async ({ body }, reply) => {
    readBody(noBody, body);
    await starter.fill();
    return reply.status(202).send(await starter.report());
  });

  app.post('/api/starter/cancel', async ({ body }, reply) => {
    readBody(noBody, body);
    starter.cancel();
    return reply.status(202).send(await starter.report());
  });
}
