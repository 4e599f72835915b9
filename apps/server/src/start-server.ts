import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { closeInterruptedRuns } from '@nodetool-ai/engine';
import { DEFAULT_SERVER_PORT, NodetoolError } from '@nodetool-ai/graph';
import { resolveDataFolder } from '@nodetool-ai/runtime';
import type { FastifyInstance } from 'fastify';
import { createServer, LOOPBACK_NAMES } from './create-server.ts';
import type { ServerOptions } from './create-server.ts';

/** What may be said of a start. */
export interface StartOptions extends Omit<ServerOptions, 'port' | 'hostNames'> {
  /** The first port that is tried; 0 lets the system choose. Default {@link DEFAULT_SERVER_PORT}. */
  readonly port?: number;
  /** The address to listen on. Default: this machine only, over IPv4 and IPv6. */
  readonly host?: string;
  /** Is handed the HTTP server before it listens; for who wants to hang more on it in development. */
  readonly prepare?: (server: HttpServer) => Promise<void>;
}

/** A server that listens. */
export interface RunningServer {
  /** Without the token: `http://127.0.0.1:7777/`. */
  readonly url: string;
  /** What the person opens: the address with the token of this launch behind the `#`, which is sent to nobody. */
  readonly launchUrl: string;
  readonly port: number;
  readonly token: string;
  /** An address that lets one browser in, once and within a minute. */
  ticketUrl(): string;
  /** Whether others than this machine can reach it. */
  readonly isOpenToNetwork: boolean;
  /** How many runs were found whose program had died; their records were ended. */
  readonly interruptedRuns: number;
  /** Cancels what runs, waits for its record, and closes. */
  close(): Promise<void>;
}

/** Who has not read or sent everything so long after the close began is cut off. */
const CLOSE_MS = 500;

/** So many ports after the first are tried when it is taken. */
const PORTS_TRIED = 50;

/** Starts the server on the first free port. Rejects with ADDRESS_IN_USE. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { port: firstPort = DEFAULT_SERVER_PORT, host = '127.0.0.1' } = options;
  const isLoopback = ['127.0.0.1', 'localhost', '::1'].includes(host);
  const { runsFolder } = resolveDataFolder(options.environment);
  const interruptedRuns = (await closeInterruptedRuns(runsFolder)).length;
  let port = firstPort;
  const { app, access } = await createServer({
    ...options,
    port: () => port,
    hostNames: isLoopback ? LOOPBACK_NAMES : [...LOOPBACK_NAMES, ...namesOf(host)],
  });
  let cut: NodeJS.Timeout | undefined;
  // Runs have ended by then, and who follows them is being told.
  app.addHook('preClose', async () => {
    cut = setTimeout(() => {
      for (const server of [app.server, servers.second]) server?.closeAllConnections();
    }, CLOSE_MS);
  });
  await app.ready();
  await options.prepare?.(app.server);
  const servers = await listenOnFreePort(app, host, isLoopback, firstPort);
  port = servers.port;
  const shown = isLoopback || isEveryAddress(host) ? '127.0.0.1' : bracketed(host);
  const url = `http://${shown}:${port}/`;
  return {
    url,
    launchUrl: `${url}#token=${access.token}`,
    ticketUrl: () => `${url}#token=${access.issueTicket()}`,
    port,
    token: access.token,
    isOpenToNetwork: !isLoopback,
    interruptedRuns,
    close: async () => {
      await Promise.all([app.close(), closeServer(servers.second)]);
      clearTimeout(cut);
    },
  };
}

/** Resolves when the last connection is closed, and at once for a server that does not listen. */
async function closeServer(server: HttpServer | undefined): Promise<void> {
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
}

async function listenOnFreePort(
  app: FastifyInstance,
  host: string,
  isLoopback: boolean,
  firstPort: number,
): Promise<{ port: number; second: HttpServer | undefined }> {
  // What the system chooses over IPv4 may be taken over IPv6: then it chooses again.
  const candidates = Array.from({ length: PORTS_TRIED }, (_, index) =>
    firstPort === 0 ? 0 : firstPort + index,
  );
  for (const candidate of candidates.filter((number) => number < 65_536)) {
    const first = await tryListen(app.server, isLoopback ? '127.0.0.1' : host, candidate);
    if (first === undefined) continue;
    if (!isLoopback) return { port: first, second: undefined };
    const second = createHttpServer((request, response) => app.routing(request, response));
    const result = await tryListen(second, '::1', first, true);
    if (result !== undefined) return { port: first, second: result === 0 ? undefined : second };
    // Somebody else has this port over IPv6: a browser that goes there would meet them.
    await closeServer(app.server);
  }
  throw new NodetoolError('ADDRESS_IN_USE', `No port from ${firstPort} on is free on ${host}.`);
}

/** Gives the port, undefined when it is taken, and 0 when the machine has no such address and that is `optional`. */
function tryListen(
  server: HttpServer,
  host: string,
  port: number,
  optional = false,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else if (optional) resolve(0);
      else {
        reject(
          new NodetoolError('SETTING_INVALID', `Cannot listen on ${host}: ${error.message}.`, {
            cause: error,
            hint: 'Give --host an address of this machine, or leave it out.',
          }),
        );
      }
    };
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.removeListener('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : undefined);
    });
  });
}

const isEveryAddress = (host: string) => host === '0.0.0.0' || host === '::';

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** Where a server that listens on `host` can be met by name. */
function namesOf(host: string): readonly string[] {
  if (!isEveryAddress(host)) return [bracketed(host)];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => bracketed(address));
}
