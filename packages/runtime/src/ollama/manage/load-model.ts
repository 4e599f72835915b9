import { definedFields, isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { KeepAlive } from '../../providers/provider-requests.ts';
import { noteEngine } from '../facts/engine-state.ts';
import { toWireKeepAlive } from '../connection/keep-alive.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { checkModelName } from './check-name.ts';
import { askKnownModel } from './known-model.ts';
import type { KnownModel } from './known-model.ts';
import { askLoadedModelInfos, findLoadedInfo } from './loaded-models.ts';
import type { LoadedModelInfo } from './loaded-models.ts';

/** How a model is loaded. */
export interface LoadOptions {
  /** Ends the wait and closes the socket. */
  readonly signal?: AbortSignal | undefined;
  /** How long it stays loaded without a request. Default: that of the provider. */
  readonly keepAlive?: KeepAlive;
  /** Context to load it with, in tokens. Default: the daemon decides. */
  readonly contextLength?: number;
}

/** Go's durations of nothing: `0s`, `0m`. */
const NOTHING = /^[+-]?(?:0+(?:\.0*)?[a-zµμ]+)+$/;

/**
 * Loads a model into memory and waits until it is there; no limit of time but that of the provider's first byte. Gives it
 * as the daemon lists it then, undefined when it does not (it may have left already).
 */
export async function loadModel(
  connection: OllamaConnection,
  name: string,
  options: LoadOptions,
  defaultKeepAlive: KeepAlive,
): Promise<LoadedModelInfo | undefined> {
  const { signal, contextLength } = options;
  const model = checkModelName(name);
  const keepAlive = toWireKeepAlive(options.keepAlive, defaultKeepAlive);
  if (keepAlive === 0 || (typeof keepAlive === 'string' && NOTHING.test(keepAlive)))
    throw invalid('keepAlive: a model that is loaded for no time is unloaded.');
  if (contextLength !== undefined && !(Number.isSafeInteger(contextLength) && contextLength > 0))
    throw invalid('contextLength: must be a whole number above 0.');
  const known = await askKnownModel(connection, model, signal);
  if (known.isRemote) throw invalid(`${model} runs in the cloud: there is nothing to load.`);
  try {
    await sendKeepAlive(connection, known, { signal, keepAlive, contextLength });
    noteEngine(connection.url, undefined);
  } catch (error) {
    if (isNodetoolError(error)) noteEngine(connection.url, error);
    throw error;
  }
  return findLoadedInfo(await askLoadedModelInfos(connection, signal), known);
}

/** What goes with a request that only says how long a model stays. */
export interface KeepAliveRequest {
  readonly signal: AbortSignal | undefined;
  /** 0 = unload. */
  readonly keepAlive: number | string;
  readonly contextLength?: number | undefined;
  /** For the whole request, in milliseconds. Default: no limit. */
  readonly totalTimeoutMs?: number;
}

/** Asks a model for nothing, which loads it, or unloads it with a keep-alive of 0. Embedding models have another route. */
export async function sendKeepAlive(
  connection: OllamaConnection,
  { name, isEmbedder }: KnownModel,
  { signal, keepAlive, contextLength, totalTimeoutMs = 0 }: KeepAliveRequest,
): Promise<void> {
  const { firstByteTimeoutMs, idleTimeoutMs } = connection.limits;
  const nothing = isEmbedder ? { input: [] } : { prompt: '', stream: false };
  const body = definedFields({
    model: name,
    ...nothing,
    keep_alive: keepAlive,
    options: contextLength === undefined ? undefined : { num_ctx: contextLength },
  });
  const path = isEmbedder ? '/api/embed' : '/api/generate';
  await requestJson(
    { method: 'POST', path, body, signal, totalTimeoutMs, firstByteTimeoutMs, idleTimeoutMs },
    { connection, model: name },
  );
}

function invalid(message: string): NodetoolError {
  return new NodetoolError('REQUEST_INVALID', message);
}
