import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';

const modelBody = z.object({ model: z.string().min(1).max(512) });

/** `/api/models`: pulling them. How far a pull is stands in `/api/engine`. */
export function modelRoutes(app: FastifyInstance, { context, pulls }: ServerParts): void {
  app.post('/api/models/pull', async ({ body }, reply) => {
    await pulls.start(context, readBody(modelBody, body).model);
    return reply.status(202).send({ pulls: pulls.list() });
  });

  app.post('/api/models/pull/cancel', ({ body }, reply) => {
    pulls.cancel(readBody(modelBody, body).model);
    return reply.status(202).send({ pulls: pulls.list() });
  });
}
