import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../server-parts.ts';

/** `/api/engine`: how the daemon is and which models it has. */
export function engineRoutes(app: FastifyInstance, { context, engine }: ServerParts): void {
  app.get('/api/engine', () => engine.report(context));
}
