import { NodetoolError } from '@nodetool-ai/graph';
import type { Guard } from './guard.ts';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** A form of another site can send text, multipart and form bodies without asking first; JSON it cannot. */
export const jsonOnlyGuard: Guard = {
  name: 'json-only',
  protect: (app) => {
    app.addHook('onRequest', async ({ method, headers }) => {
      if (!WITH_BODY.has(method)) return;
      const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
      if (type !== 'application/json') throw new NodetoolError('REQUEST_NOT_JSON');
    });
  },
};
