import { NodetoolError } from '@nodetool-ai/graph';
import type { Guard } from './guard.ts';

/**
 * Only requests that name this server are answered, on every route. A page of another site whose name was made to lead
 * to this machine (DNS rebinding) still names itself.
 */
export const hostGuard: Guard = {
  name: 'host',
  protect: (app, access) => {
    app.addHook('onRequest', async ({ raw }) => {
      // Of two hosts another program may believe the other one.
      const [host = '', ...more] = raw.headersDistinct['host'] ?? [];
      if (more.length === 0 && access.hosts().has(host.toLowerCase())) return;
      throw new NodetoolError('HOST_REFUSED');
    });
  },
};
