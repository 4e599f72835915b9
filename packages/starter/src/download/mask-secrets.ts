/**
 * A text without what may be a secret in it: the name and password of an address, the values of its query, and what
 * follows `authToken`, `password`, `token` or `authorization`. Each is replaced by three stars.
 */
export function maskSecrets(text: string): string {
  return text
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/]+@/gi, '$1***@')
    .replaceAll(/([?&][\w.~-]+=)[^\s&#"']+/g, '$1***')
    .replaceAll(/\b(npm|hf|ghp|gho|pypi)[_-][\w-]{16,}/gi, '***')
    .replaceAll(
      /((?:auth)?token|password|authorization|_auth)(["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',&]+/gi,
      '$1$2***',
    );
}

/** An address for people: without a name, password, query or fragment. A text that is no address comes back masked. */
export function shownAddress(url: string): string {
  if (!URL.canParse(url)) return maskSecrets(url);
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
