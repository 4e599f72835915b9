import { NodetoolError } from '@nodetool-ai/graph';
import type { Guard } from './guard.ts';

/** Nobody is asked whether another origin may call: it may not. */
export const preflightGuard: Guard = {
  name: 'preflight',
  protect: (app) => {
    app.addHook('onRequest', async ({ method }) => {
      if (method === 'OPTIONS') throw new NodetoolError('ORIGIN_REFUSED');
    });
  },
};
