import { NodetoolError } from '@nodetool-ai/graph';
import type { Guard } from './guard.ts';

/** A page of another origin is refused, also where it only reads, and also the empty origin of a file or a sandbox. */
export const originGuard: Guard = {
  name: 'origin',
  protect: (app, access) => {
    app.addHook('onRequest', async ({ headers }) => {
      const { origin } = headers;
      if (origin === undefined) return;
      const isOwn = origin.startsWith('http://') && access.hosts().has(origin.slice(7));
      if (!isOwn) throw new NodetoolError('ORIGIN_REFUSED');
    });
  },
};
