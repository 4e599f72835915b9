import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../server-parts.ts';

/** `/api/engine`: how the daemon is and which models it has. */
export function engineRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { context, engine, pulls, starter } = parts;
  app.get('/api/engine', async () => {
    const report = await engine.report(context);
    // The last report may be half a second old; how far things are is told as it is now.
    const withInstall =
      report.starter === undefined ? {} : { starter: starter.with(report.starter) };
    return { ...report, ...withInstall, pulls: pulls.list() };
  });
}
