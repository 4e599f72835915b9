import { maxHeaderSize } from 'node:http';
import { definedFields, NodetoolError } from '@nodetool-ai/graph';
import type { StarterEngine } from '@nodetool-ai/starter';
import { createAccessPolicy } from './access-policy.ts';
import type { AccessPolicy } from './access-policy.ts';
import { answerErrors } from './answer-errors.ts';
import { BUILT_EDITOR, serveEditor } from './editor-source.ts';
import type { EditorSource } from './editor-source.ts';
import { EngineWatch } from './engine-watch.ts';
import { DEFAULT_GUARDS } from './guards/default-guards.ts';
import type { Guard } from './guards/guard.ts';
import { assetRoutes } from './routes/assets.ts';
import { PullDesk } from './pulls/pull-desk.ts';
import { engineRoutes } from './routes/engine.ts';
import { modelRoutes } from './routes/models.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { runRoutes } from './routes/runs.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingRoutes } from './routes/settings.ts';
import { starterRoutes } from './routes/starter.ts';
import { workflowRoutes } from './routes/workflows.ts';
import { RunCatalogue } from './runs/run-catalogue.ts';
import { parseJsonBodies } from './parse-json-body.ts';
import { routableAddress } from './routable-address.ts';
import { createRuntimeContext } from './runtime-context.ts';
import { StarterDesk } from './starter/starter-desk.ts';
import { WorkflowStore } from './workflows/workflow-store.ts';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';

/** What a server is made of. */
export interface ServerOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The port it listens on by now; asked at every request. */
  readonly port: () => number;
  /** Names and addresses under which it is reached, without port. Default: those of this machine to itself. */
  readonly hostNames?: readonly string[];
  /** Default: NODETOOL_SERVER_TOKEN, else a random one. */
  readonly token?: string;
  readonly guards?: readonly Guard[];
  readonly editor?: EditorSource;
  /** Default: the one of the data folder. Is closed with the server. */
  readonly starter?: StarterEngine;
  /** Where a daemon is looked for when nobody set an address. Default: where Ollama listens on this machine. */
  readonly daemonUrl?: string;
  /** Is told of errors that we did not foresee. */
  readonly report?: (error: unknown) => void;
}

/** A server that does not listen yet. */
export interface Server {
  readonly app: FastifyInstance;
  readonly access: AccessPolicy;
}

/** The names of this machine to itself. */
export const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Makes the server: guards first, then routes. Nothing is listened on and nothing is read yet. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { environment, port, hostNames = LOOPBACK_NAMES, guards = DEFAULT_GUARDS } = options;
  const token = options.token ?? environment['NODETOOL_SERVER_TOKEN'];
  const access = createAccessPolicy({ port, hostNames, token: checkToken(token) });
  const engine = new EngineWatch();
  const context = createRuntimeContext(environment, {
    isRecorded: true,
    facts: engine.facts,
    ...definedFields({ starter: options.starter, daemonUrl: options.daemonUrl }),
  });
  const runs = new RunCatalogue(context.launcher, context.dataFolder.runsFolder);
  const workflows = new WorkflowStore(context.dataFolder.workflowsFolder);
  const pulls = new PullDesk(() => engine.forget());
  const starter = new StarterDesk(context, () => engine.forget());
  const startedAt = Date.now();
  const parts = { context, access, engine, pulls, starter, runs, workflows, startedAt };

  // The guard for sizes sets the true limits; this is what is left without it.
  const app = fastify({
    bodyLimit: 1024 ** 3,
    forceCloseConnections: true,
    // The router answers what it cannot read by itself, past every guard: nothing is left to it.
    rewriteUrl: routableAddress,
    routerOptions: { maxParamLength: maxHeaderSize },
  });
  answerErrors(app, options.report ?? (() => {}));
  parseJsonBodies(app);
  for (const guard of guards) guard.protect(app, access);
  sessionRoutes(app, parts);
  nodeRoutes(app, parts);
  engineRoutes(app, parts);
  modelRoutes(app, parts);
  starterRoutes(app, parts);
  workflowRoutes(app, parts);
  runRoutes(app, parts);
  assetRoutes(app, parts);
  settingRoutes(app, parts);
  await serveEditor(app, options.editor ?? BUILT_EDITOR);
  app.addHook('preClose', async () => {
    pulls.close();
    await Promise.all([runs.close(), starter.close()]);
    // Last: a run that still ends may need it.
    await context.close();
  });
  return { app, access };
}

/** A token that can be guessed is worse than none: it looks safe. */
function checkToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (/^[\w.~-]{24,256}$/.test(token)) return token;
  throw new NodetoolError('SETTING_INVALID', 'NODETOOL_SERVER_TOKEN cannot be used as a token.', {
    hint: 'Use 24 to 256 letters, digits, `-`, `_`, `.` and `~`, or leave it out.',
  });
}
