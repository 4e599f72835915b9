import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import { sendEvents } from '../runs/send-events.ts';
import type { ServerParts } from '../server-parts.ts';
import { readSentWorkflow } from '../workflows/read-sent-workflow.ts';
import { MAX_WORKFLOW_BYTES } from './workflows.ts';

const startBody = z.object({
  workflow: z.unknown(),
  parameters: z.record(z.string(), z.unknown()).default({}),
});
const listQuery = z.object({
  workflowId: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
const eventsQuery = z.object({ from: z.coerce.number().int().nonnegative().default(0) });
/** What a browser sends when it comes back to a stream: the number of the last event it has. */
const lastEventId = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

type ById = { Params: { id: string } };

/** `/api/runs`: starts, lists, follows and cancels runs. A run goes on when nobody follows it. */
export function runRoutes(app: FastifyInstance, { runs }: ServerParts): void {
  app.get('/api/runs', async ({ query }) => ({
    runs: await runs.list(readBody(listQuery, query)),
  }));

  app.post(
    '/api/runs',
    { config: { maxBodyBytes: MAX_WORKFLOW_BYTES } },
    async ({ body }, reply) => {
      const { workflow, parameters } = readBody(startBody, body);
      const { runId } = runs.start({ workflow: readSentWorkflow(workflow), parameters });
      return reply.status(201).send({ runId });
    },
  );

  app.get<ById>('/api/runs/:id', ({ params }) => runs.summarise(params.id));

  app.get<ById>('/api/runs/:id/events', async ({ params, query, headers }, reply) => {
    const last = lastEventId.safeParse(headers['last-event-id']);
    const from = last.success ? last.data + 1 : readBody(eventsQuery, query).from;
    await sendEvents(reply, runs.events(params.id, from));
  });

  app.post<ById>('/api/runs/:id/cancel', async ({ params }, reply) => {
    await runs.cancel(params.id);
    return reply.status(202).send({});
  });
}
