import { createServer, DEFAULT_GUARDS } from '../src/index.ts';
import type { Guard } from '../src/index.ts';

/** A request to a route. */
export interface RouteRequest {
  readonly method: string;
  readonly path: string;
}

const PARAMETERS: Readonly<Record<string, string>> = {
  ':id': 'some-id',
  ':name': 'SOME_NAME',
  ':hash': `sha256:${'0'.repeat(64)}`,
};

/** Every route of the API, as the server itself tells them: a new one is in here without being written down. */
export async function everyApiRoute(): Promise<readonly RouteRequest[]> {
  const found: RouteRequest[] = [];
  const recorder: Guard = {
    name: 'recorder',
    protect: (app) => {
      app.addHook('onRoute', ({ method, url }) => {
        const path = url.replaceAll(/:\w+/g, (name) => PARAMETERS[name] ?? `unknown-${name}`);
        for (const each of [method].flat()) found.push({ method: each, path });
      });
    },
  };
  const { app } = await createServer({
    environment: { NODETOOL_HOME: '/nonexistent' },
    port: () => 0,
    guards: [recorder, ...DEFAULT_GUARDS],
  });
  await app.ready();
  await app.close();
  return found.filter(({ path }) => path.startsWith('/api/'));
}

/** What is had without a token: the files of the editor. They are those of the test server. */
export const EDITOR_FILES: readonly RouteRequest[] = [
  '/',
  '/index.html',
  '/assets/app-1a2b3c.js',
].flatMap((path) => [
  { method: 'GET', path },
  { method: 'HEAD', path },
]);

/** How a test is called. */
export const nameOf = ({ method, path }: RouteRequest) => `${method} ${path}`;
