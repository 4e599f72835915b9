import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../server-parts.ts';

/** `/api/engine`: how the daemon is and which models it has. */
export function engineRoutes(app: FastifyInstance, { context, engine, pulls }: ServerParts): void {
  app.get('/api/engine', async () => {
    const report = await engine.report(context);
    return { ...report, pulls: pulls.list() };
  });
}
