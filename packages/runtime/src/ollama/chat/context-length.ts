import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { GenerateRequest } from '../../providers/provider-requests.ts';
import { estimatePromptTokens } from './estimate-tokens.ts';
import { shownModel } from '../facts/facts-cache.ts';
import { askLoadedModels, findLoaded } from '../facts/load-state.ts';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** The context that the daemon gives a model where nobody asks for another, on a machine without a large GPU. */
const SMALLEST_BUCKET = 4096;
/** Room kept for an answer whose length nobody limits, in tokens. */
const ANSWER_RESERVE = 2048;
/** How long it counts what we loaded a model with: another program may load it anew in the meantime. */
const FRESH_MS = 5000;

/** What a model is loaded with for one request. */
export interface ContextPlan {
  /** Tokens to ask for; undefined = nothing is sent and the daemon decides. */
  readonly contextLength: number | undefined;
  /** Most tokens that a longer prompt may make of it; undefined = it may not be changed. */
  readonly largest: number | undefined;
}

interface LastLoaded {
  readonly contextLength: number;
  readonly at: number;
}

const lastLoaded = new Map<string, LastLoaded>();

/**
 * Decides the context for a request, see ContextLengthSetting. Where `auto` cannot know how long a context the model
 * bears (an old daemon, a model of the cloud), nothing is sent. Asks `/api/show` (at most every 30 s for a model) and
 * `/api/ps` (at most every 5 s). Rejects with REQUEST_INVALID for a length that cannot be, and with CANCELLED,
 * MODEL_NOT_FOUND and what keeps the daemon from being asked at all.
 */
export async function planContext(
  connection: OllamaConnection,
  request: GenerateRequest,
  signal?: AbortSignal,
): Promise<ContextPlan> {
  const { contextLength = 'auto', options } = request;
  if (contextLength !== 'auto' || options?.['num_ctx'] !== undefined) return fixedContext(request);
  const name = completeModelName(request.model);
  const trained = await askTrainedLength(connection, name, signal);
  if (trained === undefined) return fixedContext(request);
  const loaded = await askLoadedLength(connection, name, signal);
  const needed = bucketFor(estimatePromptTokens(request), request, trained);
  // Never below what it is loaded with: that would load it anew, for this request and for the next of everybody else.
  return { contextLength: Math.max(needed, Math.min(loaded ?? 0, trained)), largest: trained };
}

/** The context where nothing is found out: the number of the request, else nothing. Throws REQUEST_INVALID. */
export function fixedContext({ contextLength }: GenerateRequest): ContextPlan {
  if (typeof contextLength === 'number')
    return { contextLength: wholeNumber(contextLength), largest: undefined };
  if (contextLength === undefined || contextLength === 'auto' || contextLength === 'leave')
    return { contextLength: undefined, largest: undefined };
  throw new NodetoolError(
    'REQUEST_INVALID',
    `contextLength: ${JSON.stringify(contextLength)} is neither a number, auto nor leave.`,
  );
}

/** The bucket for a prompt whose true length the daemon told; undefined when there is no larger one than the plan's. */
export function largerContext(
  { contextLength, largest }: ContextPlan,
  promptTokens: number | undefined,
  request: GenerateRequest,
): number | undefined {
  if (contextLength === undefined || largest === undefined) return undefined;
  const larger =
    promptTokens === undefined
      ? Math.min(contextLength * 2, largest)
      : bucketFor(promptTokens, request, largest);
  return larger > contextLength ? larger : undefined;
}

/** Remembers what a model is loaded with after a request. */
export function noteLoadedLength(
  connection: OllamaConnection,
  model: string,
  contextLength: number,
): void {
  const key = keyOf(connection, completeModelName(model));
  lastLoaded.set(key, { contextLength, at: performance.now() });
}

function bucketFor(promptTokens: number, { maxTokens }: GenerateRequest, trained: number): number {
  const reserve = maxTokens !== undefined && maxTokens > 0 ? maxTokens : ANSWER_RESERVE;
  let bucket = SMALLEST_BUCKET;
  while (bucket < promptTokens + reserve && bucket < trained) bucket *= 2;
  return Math.min(bucket, trained);
}

async function askTrainedLength(
  connection: OllamaConnection,
  name: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  try {
    const shown = await shownModel({ connection, name, signal });
    return shown.isRemote ? undefined : shown.contextLength;
  } catch (error) {
    // Whatever the question suffers from, the request itself will tell better, unless nobody wants it any more.
    if (isNodetoolError(error) && error.code === 'CANCELLED') throw error;
    return undefined;
  }
}

async function askLoadedLength(
  connection: OllamaConnection,
  name: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const known = lastLoaded.get(keyOf(connection, name));
  if (known !== undefined && performance.now() - known.at < FRESH_MS) return known.contextLength;
  const loaded = await askLoadedModels(connection, signal);
  return loaded === undefined
    ? known?.contextLength
    : findLoaded(loaded, name, undefined)?.contextLength;
}

function keyOf(connection: OllamaConnection, name: string): string {
  return `${connection.url} ${name}`;
}

function wholeNumber(contextLength: number): number {
  if (Number.isSafeInteger(contextLength) && contextLength > 0) return contextLength;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `contextLength: must be a whole number above 0, not ${String(contextLength)}.`,
  );
}
