import { Agent, EnvHttpProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { isLoopbackUrl, publicLookup } from './private-address.ts';

/** Limits of a connection, milliseconds. */
export interface ConnectionLimits {
  /** Until the connection stands. */
  readonly connectTimeoutMs: number;
  /** Between two pieces of data, and until the answer begins. */
  readonly idleTimeoutMs: number;
}

/** What asks an address, through the proxy of the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) where one is set. */
export interface DownloadDispatcher {
  /** Most milliseconds until an answer begins. A proxy that closes each connection is otherwise asked for ever. */
  readonly answerTimeoutMs: number;
  /** For one address. `isRedirected`: a server named it, so names that lead into a private network are refused. */
  for(url: URL, isRedirected: boolean): Dispatcher;
  /** Ends all connections. */
  destroy(): Promise<void>;
}

/** Makes a dispatcher; nothing is connected yet. */
export function openDispatcher(
  environment: NodeJS.ProcessEnv,
  { connectTimeoutMs, idleTimeoutMs }: ConnectionLimits,
): DownloadDispatcher {
  const common = { headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs, allowH2: false };
  const connect = { timeout: connectTimeoutMs };
  const proxied = {
    ...common,
    proxyTls: connect,
    requestTls: connect,
    httpProxy: environment['http_proxy'] ?? environment['HTTP_PROXY'] ?? '',
    httpsProxy: environment['https_proxy'] ?? environment['HTTPS_PROXY'] ?? '',
    noProxy: environment['no_proxy'] ?? environment['NO_PROXY'] ?? '',
  };
  const loopback = new Agent({ ...common, connect });
  const named = new EnvHttpProxyAgent({ ...proxied, connect });
  const redirected = new EnvHttpProxyAgent({
    ...proxied,
    connect: { ...connect, lookup: publicLookup },
  });
  return {
    answerTimeoutMs: connectTimeoutMs + idleTimeoutMs,
    for: (url, isRedirected) => {
      if (isLoopbackUrl(url)) return loopback;
      return isRedirected ? redirected : named;
    },
    destroy: async () => {
      await Promise.all([loopback.destroy(), named.destroy(), redirected.destroy()]);
    },
  };
}
