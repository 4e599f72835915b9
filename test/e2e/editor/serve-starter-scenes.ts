import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineReport } from '@nodetool-ai/graph';
import { startServer } from '../../../apps/server/src/index.ts';

/** An order that the page gave about the starter engine. */
export interface StarterOrder {
  readonly path: string;
  readonly body: unknown;
}

/** A real server whose report of the engine is a scene that a test sets, and which obeys orders by the next scene. */
export interface SceneServer {
  readonly launchUrl: string;
  /** What the page is told from now on. */
  show(report: EngineReport): void;
  /** What the page is told after the next order. */
  afterOrder(report: EngineReport): void;
  readonly orders: readonly StarterOrder[];
  stop(): Promise<void>;
}

/** Starts it. Everything but the report of the engine and the orders about the starter is the real server's. */
export async function serveStarterScenes(
  first: EngineReport,
  environment: Readonly<Record<string, string>> = { OLLAMA_API_URL: 'http://127.0.0.1:9' },
): Promise<SceneServer> {
  const home = mkdtempSync(join(tmpdir(), 'nodetool-scenes-'));
  const orders: StarterOrder[] = [];
  let report = first;
  let next: EngineReport | undefined;
  const server = await startServer({
    environment: { ...environment, NODETOOL_HOME: home },
    port: 0,
    prepare: async (http) =>
      replaceRoutes(http, async (request, response) => {
        if (request.url === '/api/engine') answer(response, { ...report, askedAt: Date.now() });
        else if (request.url?.startsWith('/api/starter/') === true) {
          orders.push({ path: request.url, body: JSON.parse(await readText(request)) });
          report = next ?? report;
          next = undefined;
          answer(response, report.starter ?? {}, 202);
        } else return false;
        return true;
      }),
  });
  return {
    launchUrl: server.launchUrl,
    orders,
    show: (scene) => {
      report = scene;
    },
    afterOrder: (scene) => {
      next = scene;
    },
    stop: async () => {
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Lets `handle` answer first; what it leaves goes the usual way. */
function replaceRoutes(server: HttpServer, handle: Handle): void {
  const usual = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    void (async () => {
      if (await handle(request, response)) return;
      for (const listener of usual) listener.call(server, request, response);
    })();
  });
}

function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += String(piece);
  return text;
}
