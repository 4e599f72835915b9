import type { IncomingMessage, ServerResponse } from 'node:http';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the editor comes from: a folder with its built files, or in development whoever builds it on demand. */
export type EditorSource =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 'handler';
      readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
    };

/** The built editor that comes with this package. */
export const BUILT_EDITOR: EditorSource = {
  kind: 'folder',
  folder: fileURLToPath(new URL('../public/', import.meta.url)),
};

const NOT_BUILT = 'The editor is not built. Run: npm run build\n';

/** Serves the files of the editor, each by its exact name. */
export async function serveEditor(app: FastifyInstance, source: EditorSource): Promise<void> {
  if (source.kind === 'handler') {
    app.get('/*', (request, reply) => {
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      source.handle(request.raw, reply.raw);
    });
    return;
  }
  if (!existsSync(join(source.folder, 'index.html'))) {
    app.get('/', (_request, reply) => reply.status(503).type('text/plain').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: source.folder,
    // One route for each file that is there now: a path that is made up leads nowhere.
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      // Files in `assets` carry a hash of their content in their names; the page itself does not.
      const isHashed = /[\\/]assets[\\/]/.test(path);
      void response.header(
        'cache-control',
        isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}
