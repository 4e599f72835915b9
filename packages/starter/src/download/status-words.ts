/** What a status of HTTP means for somebody who wants a file. */
export function statusWords(status: number, retryAfter?: string): string {
  if (status === 401 || status === 403)
    return `the server wants a sign-in for it or refuses it (${status})`;
  if (status === 404 || status === 410) return `the server does not have it (${status})`;
  if (status === 429) return `the server has too many requests (429)${waitWords(retryAfter)}`;
  if (status >= 500) return `the server has a fault of its own (${status})${waitWords(retryAfter)}`;
  return `the server answered with status ${status}`;
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function waitWords(retryAfter: string | undefined): string {
  if (retryAfter === undefined) return '';
  if (/^\d{1,9}$/.test(retryAfter)) return ` and asks to wait ${retryAfter} s`;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? '' : ` and asks to wait until ${new Date(date).toISOString()}`;
}
