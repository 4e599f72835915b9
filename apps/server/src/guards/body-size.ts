import type { Guard } from './guard.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Most bytes that the body of a request to this route may have. */
    maxBodyBytes?: number;
  }
}

/** Most bytes of a body where the route says nothing else. */
const DEFAULT_BODY_BYTES = 1024 * 1024;

/** No body is read further than its route needs. */
export const bodySizeGuard: Guard = {
  name: 'body-size',
  protect: (app) => {
    app.addHook('onRoute', (route) => {
      route.bodyLimit = route.config?.maxBodyBytes ?? DEFAULT_BODY_BYTES;
    });
  },
};
