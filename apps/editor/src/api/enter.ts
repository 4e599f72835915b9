import { isNodetoolError } from '@nodetool-ai/graph';
import type { SessionReport } from '@nodetool-ai/graph';
import { askServer } from './http-client.ts';

/** Whether this page may talk to the server. */
export type Entry =
  | { readonly kind: 'open'; readonly session: SessionReport }
  /** The server was started anew, or the address was opened without its token. */
  | { readonly kind: 'no-token' }
  | { readonly kind: 'unreachable' };

/**
 * Trades the token behind the `#` of the address for a cookie and takes it out of the address, so that it is neither
 * shared nor kept in the history. Without one, the cookie of before may still do.
 */
export async function enter(): Promise<Entry> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(null, '', location.pathname + location.search);
  return enterWith(token);
}

/** The same with a token that the person gave. */
export async function enterWith(token: string | null): Promise<Entry> {
  try {
    if (token !== null) {
      const session = await askServer<SessionReport>('/api/session', { body: { token } });
      return { kind: 'open', session };
    }
    return { kind: 'open', session: await askServer<SessionReport>('/api/session') };
  } catch (error) {
    const isRefused = isNodetoolError(error) && error.code === 'TOKEN_REFUSED';
    if (!isRefused) return { kind: 'unreachable' };
    // A used ticket in a reloaded address is no reason to stay out when the cookie is good.
    return token === null ? { kind: 'no-token' } : enterWith(null);
  }
}
