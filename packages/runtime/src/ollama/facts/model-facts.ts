import { isNodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode, ModelFacts } from '@nodetool-ai/graph';
import { buildFacts } from './build-facts.ts';
import { shownModel } from './facts-cache.ts';
import { askLoadedModels } from './load-state.ts';
import type { LoadedModel } from './load-state.ts';
import { mapBounded } from '../connection/map-bounded.ts';
import { withInstalledModels } from './missing-model.ts';
import { askModelList } from './model-list.ts';
import type { ListedModel } from './model-list.ts';
import { completeModelName } from './model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { probeDimensions } from './probe-dimensions.ts';
import { SharedAsks } from '../connection/shared-asks.ts';
import type { ShownModel } from './show-model.ts';

/** Questions about single models that are under way at a time. */
const MOST_QUESTIONS = 4;

const lists = new SharedAsks<readonly ListedModel[]>();

/** What may be said with the question for all models. */
export interface ListFactsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Ask about every model, also where the list gives hints: then tools and thinking are certain. */
  readonly isComplete?: boolean;
  /** Ask which are in memory: one more request. */
  readonly withLoaded?: boolean;
}

/**
 * Facts of all models: one request for the list. Only models of which the list does not say enough (daemons before
 * 0.30, and some headers since) are asked about one by one, four at a time; what is known already is not asked again.
 */
export async function listModelFacts(
  connection: OllamaConnection,
  options: ListFactsOptions = {},
): Promise<readonly ModelFacts[]> {
  const { signal, isComplete = false, withLoaded = false } = options;
  const [listed, loaded] = await Promise.all([
    askList(connection, signal),
    withLoaded ? askLoadedModels(connection, signal) : undefined,
  ]);
  return mapBounded(listed, MOST_QUESTIONS, async (model) => {
    const mustAsk = isComplete || model.hints === undefined;
    const shown = mustAsk ? await showQuietly(connection, model, signal) : undefined;
    return factsOf(connection, completeModelName(model.name), model, shown, loaded);
  });
}

/**
 * Facts of one model, `/api/show` asked (once for each digest). Rejects with MODEL_NOT_FOUND, naming the installed ones,
 * or when the daemon cannot be asked. Where nobody says how long its vectors are, one is made and measured.
 */
export async function askModelFacts(
  connection: OllamaConnection,
  model: string,
  signal?: AbortSignal,
): Promise<ModelFacts> {
  const name = completeModelName(model);
  const [listed, loaded] = await Promise.all([
    askList(connection, signal),
    askLoadedModels(connection, signal),
  ]);
  const entry = listed.find((candidate) => completeModelName(candidate.name) === name);
  let shown: ShownModel;
  try {
    shown = await shownModel({ connection, name, digest: entry?.digest, signal });
  } catch (error) {
    throw withInstalledModels(error, model, listed);
  }
  const facts = factsOf(connection, name, entry, shown, loaded);
  const mustProbe =
    facts.embedding === 'yes' && facts.dimensions === undefined && facts.remote !== true;
  const dimensions = mustProbe
    ? await probeDimensions(connection, name, facts.digest, signal)
    : undefined;
  return dimensions === undefined ? facts : { ...facts, dimensions, dimensionsSource: 'probe' };
}

function askList(
  connection: OllamaConnection,
  signal: AbortSignal | undefined,
): Promise<readonly ListedModel[]> {
  return lists.ask(connection.url, (shared) => askModelList(connection, shared), signal);
}

function factsOf(
  connection: OllamaConnection,
  name: string,
  listed: ListedModel | undefined,
  shown: ShownModel | undefined,
  loaded: readonly LoadedModel[] | undefined,
): ModelFacts {
  const override = connection.overrides.find(name);
  const { isLocal, isCloud } = connection;
  return buildFacts({ name, listed, shown, loaded, isLocal, isCloud, override });
}

/** Without these, every further question would fail alike. */
const FATAL: readonly ErrorCode[] = [
  'CANCELLED',
  'OLLAMA_UNREACHABLE',
  'OLLAMA_TIMEOUT',
  'OLLAMA_UNAUTHORIZED',
];

async function showQuietly(
  connection: OllamaConnection,
  { name, digest }: ListedModel,
  signal: AbortSignal | undefined,
): Promise<ShownModel | undefined> {
  try {
    return await shownModel({ connection, name: completeModelName(name), digest, signal });
  } catch (error) {
    if (isNodetoolError(error) && FATAL.includes(error.code)) throw error;
    // One damaged model must not empty the list: it stands there with what is known.
    return undefined;
  }
}
