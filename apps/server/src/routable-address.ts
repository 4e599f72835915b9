import type { IncomingMessage } from 'node:http';

/**
 * Gives the address that is looked up: one that is no path leads nowhere, and one that cannot be decoded is taken as it
 * stands. The router would answer both by itself, before any guard.
 */
export function routableAddress({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  if (!url.startsWith('/')) return `/${encodeURIComponent(url)}`;
  return canBeDecoded(url) ? url : url.replaceAll('%', '%25');
}

function canBeDecoded(url: string): boolean {
  try {
    decodeURI(url.split(/[?#]/, 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
