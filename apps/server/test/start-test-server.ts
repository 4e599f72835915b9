import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import { DEFAULT_GUARDS, startServer } from '../src/index.ts';
import type { Guard, RunningServer, StartOptions } from '../src/index.ts';

/** The token of every server of these tests that is not told another one. */
export const TOKEN = 'the-token-of-this-launch-0123456789';

/** A daemon that is not there; nothing listens on port 1. */
const NO_DAEMON = 'http://127.0.0.1:1';

/** What is sent. */
export interface Asking {
  readonly method?: string;
  /** Over those of a program that may come in: Host, Authorization, and the type of the body. `null` leaves one out. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  /** As it is; anything but text and bytes is sent as JSON. */
  readonly body?: unknown;
  /** The address that is connected to. */
  readonly address?: string;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON, undefined when it is none. */
  readonly json: unknown;
}

/** A real server with a data folder of its own. */
export interface TestServer extends RunningServer {
  /** The data folder. */
  readonly home: string;
  ask(path: string, asking?: Asking): Promise<Answer>;
  /** The same, without waiting for the body. */
  open(path: string, asking?: Asking): Promise<IncomingMessage>;
  /** Sends bytes as they are and gives all that comes back until the server hangs up. */
  sendRaw(bytes: string): Promise<string>;
}

/** What a test may want otherwise. */
export interface TestServerOptions extends Partial<Omit<StartOptions, 'environment' | 'token'>> {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `null` leaves it to the server. */
  readonly token?: string | null;
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  // One after another: a server may write into its folder until it is closed.
  for (const close of closing.splice(0)) await close();
});

/** A data folder that is removed after the test. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'nodetool-server-'));
  closing.push(async () => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** Starts a server on a port that the system chooses; it is closed after the test. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { environment, token = TOKEN, ...rest } = options;
  const home = environment?.['NODETOOL_HOME'] ?? makeHome();
  const server = await startServer({
    port: 0,
    ...(token === null ? {} : { token }),
    editor: { kind: 'folder', folder: makeEditor() },
    ...rest,
    environment: { OLLAMA_API_URL: NO_DAEMON, ...environment, NODETOOL_HOME: home },
  });
  // The server goes before its folder.
  closing.unshift(() => server.close());
  const open = (path: string, asking: Asking = {}) => send(server.port, path, asking);
  return {
    ...server,
    home,
    open,
    ask: async (path, asking) => readAnswer(await open(path, asking)),
    sendRaw: (bytes) => sendRaw(server.port, bytes),
  };
}

/** All guards but one, to see what that one is for. Throws when there is no such guard. */
export function guardsWithout(name: string): readonly Guard[] {
  if (DEFAULT_GUARDS.some((guard) => guard.name === name))
    return DEFAULT_GUARDS.filter((guard) => guard.name !== name);
  throw new Error(`there is no guard ${name}`);
}

/** Reads an answer to its end. */
export async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const body = await text(response);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: body,
    json: parse(body),
  };
}

/** The code of an answer that is an error of ours. */
export function codeOf({ json }: Answer): unknown {
  const error: unknown = Reflect.get(Object(json), 'error');
  return Reflect.get(Object(error), 'code');
}

function makeEditor(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-editor-'));
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>NodeTool</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b3c.js'), 'export {};\n');
  return folder;
}

async function send(port: number, path: string, asking: Asking): Promise<IncomingMessage> {
  const { method = 'GET', body, address = '127.0.0.1' } = asking;
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const bytes = isRaw ? body : JSON.stringify(body);
  const headers = {
    host: `127.0.0.1:${port}`,
    authorization: `Bearer ${TOKEN}`,
    ...(isRaw ? {} : { 'content-type': 'application/json' }),
    ...asking.headers,
  };
  const sent = request({
    host: address,
    port,
    path,
    method,
    agent: false,
    setHost: false,
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === null ? [] : [[name, typeof value === 'string' ? value : [...value]]],
      ),
    ),
  });
  const answered = once(sent, 'response');
  sent.end(bytes);
  const [response]: IncomingMessage[] = await answered;
  if (response === undefined) throw new Error('there was no answer');
  return response;
}

async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.write(bytes);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
