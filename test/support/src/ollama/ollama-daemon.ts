import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRecord } from '@nodetool-ai/graph';
import { lastLines, startProcessGroup } from '@nodetool-ai/starter';
import type { ProcessGroup } from '@nodetool-ai/starter';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A running daemon of our own. It cannot outlive this process. */
export interface OllamaDaemon {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** As the daemon says it. */
  readonly version: string;
  /** What it prints; removed when it is stopped. */
  readonly logFile: string;
  /** Ends it by SIGTERM, after 10 s by SIGKILL, and waits for the end of it and of its engines. */
  readonly stop: () => Promise<void>;
  /** Sends a signal to the daemon alone. `stop` must still be called. */
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** How a daemon is started. */
export interface StartOptions {
  readonly binary: string;
  /** Its store of models. Default: an empty one, removed when it is stopped. */
  readonly modelsFolder?: string;
  /** Further variables for it, such as `OLLAMA_CONTEXT_LENGTH`; they win over ours. */
  readonly environment?: Readonly<Record<string, string>>;
}

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;
const POLL_MS = 25;
/** Between the look for a free port and its use somebody else may take it. */
const ATTEMPTS = 5;

/**
 * Starts an isolated daemon on a free port of loopback: a home of its own, no cloud, no proxy, none of the person's
 * settings. Resolves when it answers; rejects with TestDaemonUnavailable when it does not within 30 s.
 */
export async function startOllama(options: StartOptions): Promise<OllamaDaemon> {
  for (let attempt = 1; ; attempt += 1) {
    const home = mkdtempSync(join(tmpdir(), 'nodetool-ollama-'));
    const logFile = join(home, 'daemon.log');
    const host = `127.0.0.1:${await freePort()}`;
    writeFileSync(logFile, '');
    const group = launch(options, home, host);
    const stop = () => stopGroup(group, home);
    try {
      const url = `http://${host}`;
      const version = await waitUntilReady(url, group);
      const kill = (signal: NodeJS.Signals) => group.signal(signal);
      return { url, pid: group.pid, version, logFile, stop, kill };
    } catch (error) {
      const log = readFileSync(logFile, 'utf8');
      const why = `${String(error)}\n${lastLines(logFile)}`;
      group.killAll();
      await stop();
      if (!/address already in use/i.test(log) || attempt === ATTEMPTS)
        throw new TestDaemonUnavailable(`${options.binary} could not be started. ${why}`);
    }
  }
}

function launch(options: StartOptions, home: string, host: string): ProcessGroup {
  const models = options.modelsFolder ?? join(home, 'models');
  mkdirSync(models, { recursive: true });
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OLLAMA_|LLAMA_|GGML_)|^(https?|all|no)_proxy$/i.test(name),
  );
  return startProcessGroup(options.binary, ['serve'], {
    folder: home,
    logFile: join(home, 'daemon.log'),
    environment: {
      ...Object.fromEntries(inherited),
      HOME: home,
      USERPROFILE: home,
      OLLAMA_HOST: host,
      OLLAMA_MODELS: models,
      OLLAMA_NO_CLOUD: '1',
      OLLAMA_KEEP_ALIVE: '10m',
      // Another daemon on the same store may be putting a model in, whose parts nothing refers to yet.
      OLLAMA_NOPRUNE: '1',
      // More than the tests have, so that none is ever evicted.
      OLLAMA_MAX_LOADED_MODELS: '24',
      // A stream that is broken off may keep its place in the model for ever, and with the last one gone the model answers
      // no more (ollama/ollama#17131). Here, with one place and a tiny, fast model, after 14 and 19 aborts; with 16 places
      // not within 60. Each place costs memory for its context.
      OLLAMA_NUM_PARALLEL: '8',
      GIN_MODE: 'release',
      ...options.environment,
    },
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens on an IP address always has an AddressInfo.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntilReady(url: string, group: ProcessGroup): Promise<string> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const version = await askVersion(url);
    const end = group.end();
    if (end?.startError !== undefined) throw end.startError;
    if (end !== undefined) throw new Error(`it ended with ${end.exitCode ?? end.signal}`);
    if (version !== undefined) return version;
    await delay(POLL_MS);
  }
  throw new Error(`it did not answer within ${READY_WITHIN_MS / 1000} s`);
}

/** The version that a daemon tells, `unknown` when it tells none, undefined when nothing answers yet. */
export async function askVersion(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/api/version`, { signal: AbortSignal.timeout(5000) });
    const body: unknown = await response.json();
    if (!response.ok) return undefined;
    return isRecord(body) && typeof body['version'] === 'string' ? body['version'] : 'unknown';
  } catch {
    return undefined;
  }
}

async function stopGroup(group: ProcessGroup, home: string): Promise<void> {
  if (group.end() === undefined) group.signal('SIGTERM');
  const timer = setTimeout(group.killAll, STOP_WITHIN_MS);
  await group.ended;
  clearTimeout(timer);
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
