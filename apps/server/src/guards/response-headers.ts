import type { Guard } from './guard.ts';
import { isApiRequest } from './is-api-request.ts';

/**
 * Only files of this server are run, shown and asked: no inline code, no eval, no other host, no frame around the page.
 * What a model writes can therefore neither run nor send anything away.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers say that they may not be framed, guessed at, kept, or shown to another site. */
export const responseHeadersGuard: Guard = {
  name: 'response-headers',
  protect: (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.headers({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      if (isApiRequest(request)) reply.header('cache-control', 'no-store');
    });
  },
};
