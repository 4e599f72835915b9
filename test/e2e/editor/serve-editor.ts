import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnCli } from '../spawned-cli.ts';
import type { SpawnedCli } from '../spawned-cli.ts';

/** The built server in a process of its own, with a data folder of its own. */
export interface EditorServer {
  /** Number of the process. */
  readonly pid: number | undefined;
  readonly home: string;
  /** Without the token. */
  readonly url: string;
  readonly launchUrl: string;
  readonly token: string;
  /** Ends the process at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again, at the same port and with the same data; the token is another one. */
  restart(): Promise<EditorServer>;
  /** Ends it and takes its data away. */
  stop(): Promise<void>;
}

/** Starts the server as a person does. Rejects when it ends instead. */
export async function serveEditor(
  engineUrl: string,
  { home = mkdtempSync(join(tmpdir(), 'nodetool-editor-')), port = 0, environment = {} } = {},
): Promise<EditorServer> {
  const cli = spawnCli(['serve', '--no-open', '--port', String(port)], {
    ...environment,
    NODETOOL_HOME: home,
    OLLAMA_API_URL: engineUrl,
    NODETOOL_SERVER_TOKEN: '',
  });
  const launchUrl = await readLaunchUrl(cli);
  const url = new URL(launchUrl);
  const end = async (signal: NodeJS.Signals) => {
    cli.child.kill(signal);
    await cli.ended;
  };
  return {
    pid: cli.child.pid,
    home,
    url: `${url.origin}/`,
    launchUrl,
    token: url.hash.replace('#token=', ''),
    kill: () => end('SIGKILL'),
    restart: () => serveEditor(engineUrl, { home, port: Number(url.port), environment }),
    stop: async () => {
      await end('SIGTERM');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function readLaunchUrl(cli: SpawnedCli): Promise<string> {
  const ended = cli.ended.then(({ stdout, stderr }) => {
    throw new Error(`The server ended: ${stdout}${stderr}`);
  });
  const text = await Promise.race([cli.waitFor('Ctrl-C stops it.'), ended]);
  ended.catch(() => {});
  const launchUrl = /NodeTool is at (\S+)/.exec(text)?.[1];
  if (launchUrl === undefined) throw new Error(`The server said no address: ${text}`);
  return launchUrl;
}
