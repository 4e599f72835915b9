import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A running daemon of our own. */
export interface OllamaDaemon {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  /** Sends the signal (default SIGTERM) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** How a daemon is started. */
export interface StartOptions {
  readonly binary: string;
  /** Its store of models. */
  readonly modelsFolder: string;
}

const READY_WITHIN_MS = 30_000;
const POLL_MS = 50;

/** Starts an isolated daemon on a free port of loopback, with a home of its own and no cloud. */
export async function startOllama({ binary, modelsFolder }: StartOptions): Promise<OllamaDaemon> {
  const home = mkdtempSync(join(tmpdir(), 'nodetool-ollama-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const logFile = join(home, 'daemon.log');
  const log = openSync(logFile, 'a');
  const child = spawn(binary, ['serve'], {
    stdio: ['ignore', log, log],
    env: daemonEnvironment({
      HOME: home,
      OLLAMA_MODELS: modelsFolder,
      OLLAMA_HOST: new URL(url).host,
    }),
  });
  closeSync(log);
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = once(child, 'exit');
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    await ended;
    process.removeListener('exit', killWithUs);
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const version = await waitUntilReady(url, child);
    return { url, pid: child.pid ?? 0, version, stop };
  } catch (error) {
    const tail = readFileSync(logFile, 'utf8').split('\n').slice(-10).join('\n');
    if (child.exitCode === null) await stop('SIGKILL');
    throw new TestDaemonUnavailable(
      `${error instanceof Error ? error.message : String(error)}\n${tail}`,
    );
  }
}

function daemonEnvironment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OLLAMA_|(https?|all|no)_proxy$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_KEEP_ALIVE: '10m',
    // The tests use models of two families at a time and want neither of them evicted.
    OLLAMA_MAX_LOADED_MODELS: '6',
    GIN_MODE: 'release',
    ...own,
  };
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

async function waitUntilReady(url: string, child: ChildProcess): Promise<string> {
  const end = Date.now() + READY_WITHIN_MS;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
    try {
      const response = await fetch(`${url}/api/version`);
      const { version }: { version?: string } = JSON.parse(await response.text());
      if (response.ok) return version ?? 'unknown';
    } catch {
      // Not listening yet.
    }
    await delay(POLL_MS);
  }
  throw new Error(`the daemon did not answer within ${READY_WITHIN_MS / 1000} s`);
}
