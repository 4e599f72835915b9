import { NodetoolError } from '@nodetool-ai/graph';
import type { SessionReport } from '@nodetool-ai/graph';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';
import { VERSION } from '../version.ts';

const tokenBody = z.object({ token: z.string().max(512) });

/** `/api/session`: the token of the launch becomes a cookie that no script of a page can read. */
export function sessionRoutes(app: FastifyInstance, { access, startedAt }: ServerParts): void {
  const report: SessionReport = { version: VERSION, startedAt };

  app.get('/api/session', async () => report);

  app.post('/api/session', async (request, reply) => {
    const { token } = readBody(tokenBody, request.body);
    if (!access.admits(token)) throw new NodetoolError('TOKEN_REFUSED');
    reply.header(
      'set-cookie',
      `${access.cookieName()}=${access.session}; HttpOnly; SameSite=Strict; Path=/`,
    );
    return report;
  });
}
