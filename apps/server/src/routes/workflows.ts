import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';
import { readSentWorkflow } from '../workflows/read-sent-workflow.ts';

/** Most bytes of a workflow that is sent: text in it counts, images do not, they are referred to by hash. */
export const MAX_WORKFLOW_BYTES = 16 * 1024 * 1024;

const saveBody = z.object({
  workflow: z.unknown(),
  /** What it was made from; null when it is new. */
  baseRevision: z.string().max(64).nullable(),
});
const removeQuery = z.object({ baseRevision: z.string().max(64) });

type ById = { Params: { id: string } };

/** `/api/workflows`: the saved workflows. */
export function workflowRoutes(app: FastifyInstance, { workflows }: ServerParts): void {
  app.get('/api/workflows', async () => ({ workflows: await workflows.list() }));

  app.get<ById>('/api/workflows/:id', ({ params }) => workflows.read(params.id));

  app.put<ById>(
    '/api/workflows/:id',
    { config: { maxBodyBytes: MAX_WORKFLOW_BYTES } },
    async ({ params, body }) => {
      const { workflow, baseRevision } = readBody(saveBody, body);
      const revision = await workflows.write(params.id, readSentWorkflow(workflow), baseRevision);
      return { revision };
    },
  );

  app.delete<ById>('/api/workflows/:id', async ({ params, query }, reply) => {
    await workflows.remove(params.id, readBody(removeQuery, query).baseRevision);
    return reply.status(204).send();
  });
}
