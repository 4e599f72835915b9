import type { IncomingMessage } from 'node:http';

/**
 * Gives the address that is looked up. What is no path, or cannot be decoded, becomes a path that leads nowhere: the
 * router would answer it by itself, before any guard.
 */
export function routableAddress({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  return url.startsWith('/') && canBeDecoded(url) ? url : `/${encodeURIComponent(url)}`;
}

function canBeDecoded(url: string): boolean {
  try {
    decodeURI(url.split(/[?#]/, 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
