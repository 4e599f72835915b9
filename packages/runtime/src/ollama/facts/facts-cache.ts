import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { SharedAsks } from '../connection/shared-asks.ts';
import { askShownModel } from './show-model.ts';
import type { ShownModel } from './show-model.ts';

/** Models that are remembered at most; a person has some dozens. */
const MOST_MODELS = 1000;
/** How long the answer about a name counts where nobody looked whether the model behind it has changed. */
const NAME_LIFETIME_MS = 30_000;

interface Remembered {
  readonly shown: ShownModel;
  readonly at: number;
}

const byDigest = new Map<string, ShownModel>();
const byName = new Map<string, Remembered>();
const asks = new SharedAsks<ShownModel>();
/** Counts the changes of models, so that an answer from before a change is not taken for one from after it. */
let changes = 0;

/** Whom to ask about which model. */
export interface ShownModelQuestion {
  readonly connection: OllamaConnection;
  /** Full name with tag. */
  readonly name: string;
  /** Digest of the list; what was said of it stays true for ever. */
  readonly digest?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What `/api/show` says of a model: asked once for each address and digest, by all who ask at the same time together.
 * Without a digest, an answer about the name counts for 30 s. Failures are not kept. What the person says of the model
 * stands in place of what the daemon says.
 */
export async function shownModel(question: ShownModelQuestion): Promise<ShownModel> {
  return overrideShown(question.connection, question.name, await heardModel(question));
}

async function heardModel(question: ShownModelQuestion): Promise<ShownModel> {
  const { connection, name, digest, signal } = question;
  const known =
    digest === undefined
      ? recentlyHeard(connection, name)
      : byDigest.get(`${connection.url} ${digest}`);
  if (known !== undefined) {
    if (digest !== undefined)
      keep(byName, `${connection.url} ${name}`, { shown: known, at: performance.now() });
    return known;
  }
  const before = changes;
  const shown = await asks.ask(
    `${connection.url} ${name} ${digest ?? ''} ${before}`,
    (shared) => askShownModel(connection, name, shared),
    signal,
  );
  if (before !== changes) return shown;
  if (digest !== undefined) keep(byDigest, `${connection.url} ${digest}`, shown);
  keep(byName, `${connection.url} ${name}`, { shown, at: performance.now() });
  return shown;
}

/** What was said of a name within the last 30 s. Asks nobody. */
export function recentlyShown(connection: OllamaConnection, name: string): ShownModel | undefined {
  const shown = recentlyHeard(connection, name);
  return shown === undefined ? undefined : overrideShown(connection, name, shown);
}

function recentlyHeard(connection: OllamaConnection, name: string): ShownModel | undefined {
  const remembered = byName.get(`${connection.url} ${name}`);
  if (remembered === undefined) return undefined;
  return performance.now() - remembered.at < NAME_LIFETIME_MS ? remembered.shown : undefined;
}

/** The caches hold what the daemon said: providers with other overrides share them. */
function overrideShown(
  { overrides }: OllamaConnection,
  name: string,
  shown: ShownModel,
): ShownModel {
  const override = overrides.find(name);
  if (override === undefined) return shown;
  return { ...shown, contextLength: override.contextLength ?? shown.contextLength, override };
}

/** Drops what was said of a name: the model behind it has changed. */
export function forgetShown(connection: OllamaConnection, name: string): void {
  changes += 1;
  byName.delete(`${connection.url} ${name}`);
}

function keep<T>(cache: Map<string, T>, key: string, value: T): void {
  cache.delete(key);
  cache.set(key, value);
  const [oldest] = cache.keys();
  if (cache.size > MOST_MODELS && oldest !== undefined) cache.delete(oldest);
}
