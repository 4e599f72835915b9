import { closeConnections, OllamaHostPool } from '@nodetool-ai/runtime';
import type { GenerateRequest } from '@nodetool-ai/runtime';
import type { OllamaHostPoolOptions } from '@nodetool-ai/runtime';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import type { HostRole } from '../../src/hosts/host-setting.ts';
import { HostStates } from '../../src/hosts/host-states.ts';
import { parseFallback } from '../../src/hosts/parse-fallback.ts';
import { daemonThatPlays, outcomeOf, question } from '../scripted.ts';

/** A pool over scripted daemons, with a clock that stands still until it is moved. */
export interface TestPool<Name extends string> {
  readonly pool: OllamaHostPool;
  readonly daemons: Readonly<Record<Name, ScriptedDaemon>>;
  /** Lets so much time pass. */
  readonly pass: (ms: number) => void;
  /** Paths of the requests that a host has seen, without questions about its state. */
  readonly seen: (name: Name) => readonly string[];
  /** Another pool of the same hosts, which shares what is remembered of them. */
  readonly again: (rest?: Partial<OllamaHostPoolOptions>) => OllamaHostPool;
  /** What comes of a short question. */
  readonly ask: (rest?: Partial<GenerateRequest>) => ReturnType<typeof outcomeOf>;
}

const STATE_PATHS = ['/api/version', '/api/tags', '/api/ps', '/api/show'];

/** Starts a daemon for each name and makes a pool of them, in the order of the names. */
export async function poolOf<Name extends string>(
  roles: Readonly<Record<Name, HostRole>>,
  { fallback = '', ...rest }: Partial<OllamaHostPoolOptions> & { readonly fallback?: string } = {},
): Promise<TestPool<Name>> {
  let now = 0;
  const states = new HostStates(() => now);
  const names = namesOf(roles);
  const started = await Promise.all(
    names.map(async (name) => [name, await daemonThatPlays()] as const),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the names
  const daemons = Object.fromEntries(started) as Record<Name, ScriptedDaemon>;
  const options: OllamaHostPoolOptions = {
    hosts: names.map((name) => ({ name, url: daemons[name].url, role: roles[name], priority: 0 })),
    chains: parseFallback(fallback, names),
    states,
    ...rest,
  };
  const pool = new OllamaHostPool(options);
  return {
    pool,
    daemons,
    pass: (ms) => {
      now += ms;
    },
    seen: (name) =>
      daemons[name].requests.map(({ path }) => path).filter((path) => !STATE_PATHS.includes(path)),
    again: (more = {}) => new OllamaHostPool({ ...options, ...more }),
    ask: (more = {}) =>
      outcomeOf(pool.generateMessages(question({ contextLength: 'leave', ...more }))),
  };
}

function namesOf<Name extends string>(roles: Readonly<Record<Name, unknown>>): Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the names
  return Object.keys(roles) as Name[];
}

/** A model of a list; without anything said, a language model. */
export interface ListedFields {
  readonly name: string;
  readonly digest?: string;
  readonly capabilities?: readonly string[];
  readonly size?: number;
  readonly remote_host?: string;
}

/** `/api/tags` of a daemon that has exactly these models. */
export function tags(...models: readonly ListedFields[]) {
  return jsonScript({
    models: models.map((model) => ({
      model: model.name,
      size: 1000,
      digest: `digest of ${model.name}`,
      details: { context_length: 8192, embedding_length: 48 },
      capabilities: ['completion'],
      ...model,
    })),
  });
}

/** `/api/ps` of a daemon that has these models in memory. */
export function inMemory(...names: readonly string[]) {
  return jsonScript({ models: names.map((name) => ({ name, model: name })) });
}

/** An answer that is an error. */
export function refusal(status: number, error: string) {
  return jsonScript({ error }, status);
}

/** What daemons say that have no room for a model. */
export const NO_MEMORY = refusal(
  500,
  'model requires more system memory (8.4 GiB) than is available (3.2 GiB)',
);

/** A daemon is gone, and no socket to it is left that could be taken for a living one. */
export async function die(daemon: ScriptedDaemon): Promise<void> {
  await daemon.kill();
  await closeConnections();
}

/** A promise, and what settles it. */
export function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
