import { definedFields, isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { TriState } from '@nodetool-ai/graph';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { requestJson } from '../connection/request-json.ts';
import { readCount, readText } from '../facts/wire-values.ts';

/** A model in memory. What the daemon did not say is absent. */
export interface LoadedModelInfo {
  /** Full name with tag. Of several names on one file, daemons from 0.30 list the one that was used last. */
  readonly name: string;
  /** Digest of its manifest. */
  readonly digest?: string;
  /** Memory that it takes, weights, context and buffers together. */
  readonly sizeBytes?: number;
  /** Of it, what is in the memory of graphics cards: 0 = it runs on the processor alone. */
  readonly vramBytes?: number;
  /** Context that it was loaded with, in tokens. */
  readonly contextLength?: number;
  /** When it leaves memory if nobody asks it anything, in milliseconds since 1970; absent when it stays for ever. */
  readonly expiresAtMs?: number;
  /** Whether it stays until somebody unloads it. */
  readonly staysForEver: TriState;
}

/** A model that is kept for ever leaves in 292 years, the longest time that the daemon can count. */
const FOR_EVER_MS = 100 * 365 * 24 * 60 * 60 * 1000;

/** Asks which models are in memory: one request. Rejects when the daemon cannot be asked. */
export async function askLoadedModelInfos(
  connection: OllamaConnection,
  signal?: AbortSignal,
): Promise<readonly LoadedModelInfo[]> {
  const totalTimeoutMs = connection.limits.askTimeoutMs;
  const answer = await requestJson(
    { method: 'GET', path: '/api/ps', signal, totalTimeoutMs },
    { connection },
  );
  const models = isRecord(answer) ? answer['models'] : undefined;
  if (models === null) return [];
  if (!Array.isArray(models)) {
    const message = `${connection.url} answers, but not with the models in memory that Ollama tells of.`;
    throw new NodetoolError('OLLAMA_NOT_OLLAMA', message, { details: { url: connection.url } });
  }
  return models
    .filter(isRecord)
    .map(readLoaded)
    .filter(({ name }) => name !== '');
}

/** Finds a model among those in memory, by its full name, else by its digest, which copies share. */
export function findLoadedInfo(
  loaded: readonly LoadedModelInfo[],
  { name, digest }: { readonly name: string; readonly digest: string | undefined },
): LoadedModelInfo | undefined {
  return (
    loaded.find((model) => completeModelName(model.name) === name) ??
    loaded.find((model) => digest !== undefined && model.digest === digest)
  );
}

function readLoaded(model: Readonly<Record<string, unknown>>): LoadedModelInfo {
  const { size_vram: vram } = model;
  return {
    ...definedFields({
      name: readText(model['name']) ?? readText(model['model']) ?? '',
      digest: readText(model['digest']),
      sizeBytes: readCount(model['size']),
      vramBytes: vram === 0 ? 0 : readCount(vram),
      contextLength: readCount(model['context_length']),
    }),
    ...readExpiry(model['expires_at']),
  };
}

function readExpiry(value: unknown): Pick<LoadedModelInfo, 'expiresAtMs' | 'staysForEver'> {
  const expiresAtMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(expiresAtMs)) return { staysForEver: 'unknown' };
  if (expiresAtMs - Date.now() > FOR_EVER_MS) return { staysForEver: 'yes' };
  return { expiresAtMs, staysForEver: 'no' };
}
