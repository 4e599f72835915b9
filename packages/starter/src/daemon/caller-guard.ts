import type { IncomingMessage } from 'node:http';

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;
const LOOPBACK_ORIGIN = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request may be answered: its Host must be this machine (else a web page could reach the daemon through a
 * name of its own), and its Origin, where there is one, a page of this machine. `Origin: null` is none.
 */
export function isAllowedCaller({ headers }: IncomingMessage): boolean {
  const { host, origin } = headers;
  if (host === undefined || !LOOPBACK_HOST.test(host)) return false;
  return origin === undefined || LOOPBACK_ORIGIN.test(origin);
}
