import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** One connection of a client through the proxy. */
export interface ProxiedConnection {
  /** Resolves when the client's side is closed; `client` when the client closed it first. */
  readonly closed: Promise<'client' | 'server'>;
}

/** A proxy on loopback that sees what a real daemon cannot tell us: when a client closes its socket. */
export interface TcpProxy {
  readonly url: string;
  /** Connections in the order in which they came. */
  readonly connections: readonly ProxiedConnection[];
  /** The next connection that comes. */
  nextConnection(): Promise<ProxiedConnection>;
  /** Resets every connection, as a daemon that is killed does. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts a proxy before the server at `targetUrl` (http, loopback). Uses a free port. */
export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const connections: ProxiedConnection[] = [];
  const sockets = new Set<Socket>();
  const waiting: ((connection: ProxiedConnection) => void)[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const connection = { closed: watchClose(client, upstream) };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream);
    upstream.pipe(client);
    connections.push(connection);
    waiting.shift()?.(connection);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens on an IP address always has an AddressInfo.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    nextConnection: () => new Promise((resolve) => waiting.push(resolve)),
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function watchClose(client: Socket, upstream: Socket): Promise<'client' | 'server'> {
  return new Promise((resolve) => {
    let first: 'client' | 'server' | undefined;
    const end = (side: 'client' | 'server', other: Socket) => () => {
      first ??= side;
      other.destroy();
      if (client.destroyed) resolve(first);
    };
    client
      .on('error', end('client', upstream))
      .on('close', end('client', upstream))
      .on('end', end('client', upstream));
    upstream.on('error', end('server', client)).on('close', end('server', client));
  });
}
