import type { FastifyRequest } from 'fastify';

/**
 * Whether a request is one to the API. The address alone does not tell: `/%61pi/runs` is another spelling of `/api/runs`,
 * so the route that was found counts too.
 */
export function isApiRequest({ url, routeOptions }: FastifyRequest): boolean {
  return url.startsWith('/api/') || routeOptions.url?.startsWith('/api/') === true;
}
