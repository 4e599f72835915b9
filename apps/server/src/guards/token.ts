import { NodetoolError } from '@nodetool-ai/graph';
import type { FastifyRequest } from 'fastify';
import { isSameSecret } from '../access-policy.ts';
import type { AccessPolicy } from '../access-policy.ts';
import type { Guard } from './guard.ts';
import { isApiRequest } from './is-api-request.ts';

/** What may be had without the token: the files of the editor, and the exchange of the token for a cookie. */
const isOpen = (request: FastifyRequest) =>
  !isApiRequest(request) || (request.method === 'POST' && request.url === '/api/session');

/** Every other request carries the cookie of this launch, or the token as a bearer. A token in an address counts for nothing. */
export const tokenGuard: Guard = {
  name: 'token',
  protect: (app, access) => {
    app.addHook('onRequest', async (request) => {
      if (isOpen(request) || hasBearer(request, access) || hasCookie(request, access)) return;
      throw new NodetoolError('TOKEN_REFUSED');
    });
  },
};

function hasBearer({ headers }: FastifyRequest, { token }: AccessPolicy): boolean {
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return given !== undefined && isSameSecret(given, token);
}

function hasCookie({ headers }: FastifyRequest, access: AccessPolicy): boolean {
  const prefix = `${access.cookieName()}=`;
  return (headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .some(
      (cookie) =>
        cookie.startsWith(prefix) && isSameSecret(cookie.slice(prefix.length), access.session),
    );
}
