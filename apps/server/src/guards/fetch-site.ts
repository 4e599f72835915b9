import { NodetoolError } from '@nodetool-ai/graph';
import type { Guard } from './guard.ts';

/** What the browser itself says of where the request was made: here, or by the person. */
const ALLOWED = new Set<unknown>([undefined, 'same-origin', 'none']);

/** Refuses what a browser marks as made by another site, also plain links and images, which carry no origin. */
export const fetchSiteGuard: Guard = {
  name: 'fetch-site',
  protect: (app) => {
    app.addHook('onRequest', async ({ headers }) => {
      if (!ALLOWED.has(headers['sec-fetch-site'])) throw new NodetoolError('ORIGIN_REFUSED');
    });
  },
};
