import { isNodetoolError, NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { SettingsReport } from '@nodetool-ai/graph';
import { isLocalProviderAllowed, normalizeOllamaUrl, resolveOllamaUrl } from '@nodetool-ai/runtime';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readBody } from '../read-body.ts';
import type { ServerParts } from '../server-parts.ts';

const ADDRESS = 'OLLAMA_API_URL';
const addressBody = z.object({ url: z.string().max(2048) });
const secretBody = z.object({ value: z.string().min(1).max(8192) });

/** `/api/settings`: the address of the daemon, and secrets, which go in and never come out. */
export function settingRoutes(app: FastifyInstance, { context, engine }: ServerParts): void {
  const { environment, secrets } = context;

  const report = async (): Promise<SettingsReport> => {
    const stored = await secrets.list();
    const base = {
      // The address is no secret, it only lies beside them.
      secrets: stored.filter(({ name }) => name !== ADDRESS),
      isLocalAllowed: isLocalProviderAllowed(environment),
    };
    try {
      const engineUrl = await resolveOllamaUrl(environment, (name) => secrets.get(name));
      return { ...base, engineUrl };
    } catch (error) {
      return { ...base, engineUrl: null, engineUrlError: toErrorShape(error) };
    }
  };

  app.get('/api/settings', report);

  app.put('/api/settings/engine-url', async ({ body }) => {
    const { url } = readBody(addressBody, body);
    if (url.trim() === '') await forget(ADDRESS);
    else await secrets.set(ADDRESS, normalizeOllamaUrl(url));
    engine.forget();
    return report();
  });

  app.put<{ Params: { name: string } }>('/api/settings/secrets/:name', async (request) => {
    const { name } = request.params;
    if (name === ADDRESS)
      throw new NodetoolError('SECRET_NAME_INVALID', 'The address is set as an address.');
    await secrets.set(name, readBody(secretBody, request.body).value);
    engine.forget();
    return report();
  });

  app.delete<{ Params: { name: string } }>('/api/settings/secrets/:name', async ({ params }) => {
    await secrets.remove(params.name);
    engine.forget();
    return report();
  });

  async function forget(name: string): Promise<void> {
    try {
      await secrets.remove(name);
    } catch (error) {
      if (!isNodetoolError(error) || error.code !== 'SECRET_NOT_FOUND') throw error;
    }
  }
}
