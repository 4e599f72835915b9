// Started by dev.mjs: our server with Vite in it, so that the page, its modules and the API have one origin.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_GUARDS, startServer } from '../apps/server/dist/index.js';
import { projectRoot } from './ensure-installed.mjs';

const editor = join(projectRoot, 'apps', 'editor');
const require = createRequire(join(editor, 'package.json'));
const { createServer } = await import(pathToFileURL(require.resolve('vite')).href);
const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });

/** Set before the server listens. */
let vite;

/** Vite puts its client and its styles into the page as inline code; only here is that allowed. */
const relaxedPolicy = {
  name: 'development-policy',
  protect: (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' ws:; frame-ancestors 'none'",
      );
    });
  },
};

const server = await startServer({
  environment: process.env,
  prepare: async (httpServer) => {
    vite = await createServer({
      root: editor,
      appType: 'spa',
      // Read without a temporary file: node --watch would take its coming and going for a change.
      configLoader: 'runner',
      server: {
        middlewareMode: true,
        // Its messages about changes come over the same port as the page.
        hmr: { server: httpServer },
        fs: { allow: [projectRoot] },
      },
    });
  },
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.host === undefined ? {} : { host: values.host }),
  guards: [...DEFAULT_GUARDS, relaxedPolicy],
  editor: { kind: 'handler', handle: (request, response) => vite.middlewares(request, response) },
  report: (error) => console.error(error),
});
console.log(`NodeTool (development) is at ${server.launchUrl}`);
process.on('SIGTERM', () => void server.close().then(() => vite.close()));
