import { NodetoolError } from '@nodetool-ai/graph';
import { request } from 'undici';
import type { Dispatcher } from 'undici';
import type { DownloadDispatcher } from './download-dispatcher.ts';
import { shownAddress } from './mask-secrets.ts';
import { isLoopbackUrl, isPrivateHost } from './private-address.ts';
import { statusWords } from './status-words.ts';

/** The answer of the server that has the file. */
export interface DownloadAnswer {
  /** 200, 206 or 416. */
  readonly status: number;
  /** A header by its lower-case name, of the answer that has the data. */
  readonly header: (name: string) => string | undefined;
  /** The same of the first answer, before any redirect: a hub tells there what it knows of the file. */
  readonly firstHeader: (name: string) => string | undefined;
  readonly body: Dispatcher.ResponseData['body'];
}

/** Redirects that are followed; a hub needs one or two. */
const MOST_REDIRECTS = 5;

/**
 * Asks for a file, following redirects: from HTTPS to HTTPS only, never to another host in a private network, unless the
 * first address is this machine itself. No credentials are ever sent. Throws DOWNLOAD_FAILED for everything but 200, 206 and 416.
 */
export async function openDownload(
  address: string,
  headers: Readonly<Record<string, string>>,
  dispatcher: DownloadDispatcher,
  { signal }: { readonly signal: AbortSignal },
): Promise<DownloadAnswer> {
  const start = requireSafe(address);
  let url = start;
  let first: Dispatcher.ResponseData['headers'] | undefined;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const answer = await ask(url, headers, dispatcher, {
      signal,
      isRedirected: url.hostname !== start.hostname,
    });
    first ??= answer.headers;
    const { statusCode: status, body } = answer;
    if (status === 200 || status === 206 || status === 416)
      return { status, body, header: reader(answer.headers), firstHeader: reader(first) };
    await body.dump().catch(() => {});
    const location = reader(answer.headers)('location');
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
      throw refused(url, statusWords(status, reader(answer.headers)('retry-after')), { status });
    url = nextAddress(start, url, location);
  }
  throw refused(start, `it redirects more than ${MOST_REDIRECTS} times`);
}

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  dispatcher: DownloadDispatcher,
  how: { readonly signal: AbortSignal; readonly isRedirected: boolean },
): Promise<Dispatcher.ResponseData> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    dispatcher.answerTimeoutMs,
  );
  const signal = AbortSignal.any([how.signal, late.signal]);
  let onAbort = () => {};
  const ended = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', onAbort);
  try {
    const answer = request(url, {
      headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'nodetool-starter' },
      dispatcher: dispatcher.for(url, how.isRedirected),
      signal,
    });
    answer.catch(() => {});
    // A request that waits for a tunnel does not hear its signal; it ends with the dispatcher.
    return await Promise.race([answer, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** The address, when it may be asked: HTTPS, or HTTP on this machine. Throws DOWNLOAD_FAILED. */
export function requireSafe(address: string): URL {
  if (!URL.canParse(address))
    throw new NodetoolError('DOWNLOAD_FAILED', `${shownAddress(address)} is not an address.`);
  const url = new URL(address);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url))) return url;
  throw refused(url, 'only https:// addresses are downloaded from');
}

function nextAddress(start: URL, from: URL, location: string): URL {
  const isLocal = isLoopbackUrl(start);
  if (!URL.canParse(location, from.href))
    throw refused(from, 'it redirects to something that is not an address');
  const to = new URL(location, from);
  to.username = '';
  to.password = '';
  const isAllowedScheme = to.protocol === 'https:' || (isLocal && to.protocol === 'http:');
  if (!isAllowedScheme || (from.protocol === 'https:' && to.protocol !== 'https:'))
    throw refused(
      from,
      `it redirects to ${shownAddress(to.href)}, which is not encrypted; that is refused`,
    );
  if (!isLocal && to.hostname !== start.hostname && isPrivateHost(to))
    throw refused(
      from,
      `it redirects to ${shownAddress(to.href)} in a private network; that is refused`,
    );
  return to;
}

function reader(headers: Dispatcher.ResponseData['headers']): (name: string) => string | undefined {
  return (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : value?.[0];
  };
}

function refused(
  url: URL,
  why: string,
  details: Readonly<Record<string, unknown>> = {},
): NodetoolError {
  const shown = shownAddress(url.href);
  return new NodetoolError('DOWNLOAD_FAILED', `${shown} cannot be downloaded: ${why}.`, {
    details: { ...details, address: shown },
  });
}
