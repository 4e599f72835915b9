import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { TruthfulDaemon } from './answer-truthfully.ts';
import { playScript } from './play-script.ts';
import type { Script } from './script-step.ts';

/** A request as the daemon saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or undefined. */
  readonly body: unknown;
  /** `aborted`: the client closed its socket before the answer had ended. */
  readonly closed: Promise<'finished' | 'aborted'>;
}

/** A daemon that plays scripts, and tells the truth where it has none. */
export interface ScriptedDaemon {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Plays the script on every request of the route (`POST /api/chat`) from now on. */
  on(route: string, script: Script): void;
  /** The same on the next request alone; several are taken in order. */
  once(route: string, script: Script): void;
  /** The next request of that path (any, without one). */
  nextRequest(path?: string): Promise<SeenRequest>;
  /** Dies: every connection is reset, and nobody listens any more. */
  kill(): Promise<void>;
  /** Listens again at the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a scripted daemon on a free port of loopback. */
export async function startScriptedDaemon(): Promise<ScriptedDaemon> {
  const truth = new TruthfulDaemon();
  const standing = new Map<string, Script>();
  const queued = new Map<string, Script[]>();
  const requests: SeenRequest[] = [];
  const waiting: {
    readonly path: string | undefined;
    readonly tell: (request: SeenRequest) => void;
  }[] = [];
  const sockets = new Set<Socket>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = watchClose(response);
    const raw = await buffer(request);
    const { method = 'GET', url = '/', headers } = request;
    const path = url.split('?')[0] ?? url;
    const seen: SeenRequest = { method, path, headers, body: parse(raw.toString()), closed };
    requests.push(seen);
    const index = waiting.findIndex((waiter) => waiter.path === undefined || waiter.path === path);
    if (index !== -1) waiting.splice(index, 1)[0]?.tell(seen);
    const route = `${method} ${path}`;
    const script =
      queued.get(route)?.shift() ??
      standing.get(route) ??
      truth.answer(method, path, seen.body, raw);
    await playScript(script, response);
  }

  const server = createServer((request, response) => {
    // A client that goes away in the middle is what many tests are about.
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listen(server, 0);

  async function kill(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    on: (route, script) => standing.set(route, script),
    once: (route, script) => queued.set(route, [...(queued.get(route) ?? []), script]),
    nextRequest: (path) => new Promise((tell) => waiting.push({ path, tell })),
    kill,
    restart: async () => {
      await listen(server, port);
    },
    stop: async () => {
      if (server.listening) await kill();
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on an IP address always has an AddressInfo
  return (server.address() as AddressInfo).port;
}

function watchClose(response: ServerResponse): Promise<'finished' | 'aborted'> {
  return new Promise((resolve) => {
    response.on('close', () => resolve(response.writableFinished ? 'finished' : 'aborted'));
  });
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
