import { describeNode, resolvePorts, validateWorkflow } from '@nodetool-ai/graph';
import type { NodesReport, PortsReport, ValidationReport } from '@nodetool-ai/graph';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';
import { readSentWorkflow } from '../workflows/read-sent-workflow.ts';
import { MAX_WORKFLOW_BYTES } from './workflows.ts';

const portsBody = z.object({
  // Counted before they are looked into.
  nodes: z
    .array(z.unknown())
    .max(10_000)
    .pipe(
      z.array(z.object({ type: z.string().max(256), data: z.record(z.string(), z.unknown()) })),
    ),
});

/** `/api/nodes`: what can be put on the canvas; `/api/validate`: what is wrong with what is there. */
export function nodeRoutes(app: FastifyInstance, { context, engine }: ServerParts): void {
  const large = { config: { maxBodyBytes: MAX_WORKFLOW_BYTES } };

  app.get('/api/nodes', async (): Promise<NodesReport> => ({
    packs: context.packs.map(({ name, version }) => ({ name, version })),
    nodes: context.nodes.list().map(describeNode),
  }));

  app.post('/api/nodes/ports', large, async (request): Promise<PortsReport> => {
    const { nodes } = readBody(portsBody, request.body);
    const ports = nodes.map(({ type, data }) => {
      const declaration = context.nodes.get(type)?.declaration;
      return declaration === undefined ? null : resolvePorts(declaration, data, engine.facts);
    });
    return { ports };
  });

  app.post('/api/validate', large, async (request): Promise<ValidationReport> => {
    const { workflow } = readBody(z.object({ workflow: z.unknown() }), request.body);
    return { issues: validateWorkflow(readSentWorkflow(workflow), context.nodes, engine.facts) };
  });
}
