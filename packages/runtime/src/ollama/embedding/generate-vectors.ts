import type { EmbeddingRequest, EmbeddingResult } from '../../providers/embedding-requests.ts';
import type { KeepAlive } from '../../providers/provider-requests.ts';
import { noteEngine } from '../facts/engine-state.ts';
import { recentlyShown } from '../facts/facts-cache.ts';
import { explainMissingModel } from '../facts/missing-model.ts';
import { requireCapabilities } from '../facts/model-gate.ts';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { checkEmbedRequest } from './check-embed-request.ts';
import { embedTexts } from './embed-texts.ts';
import type { EmbeddedTexts } from './embed-texts.ts';
import { textsOf } from './embed-texts-request.ts';
import { sumUsage } from './sum-usage.ts';
import { floatVectors, numberVectors } from './vector-form.ts';
import type { VectorForm } from './vector-form.ts';

/**
 * The vectors for a caller's request and how they came to be: checked, then the model asked whether it makes vectors at
 * all (some daemons give meaningless ones of any model), then made. No texts give no vectors and no request.
 */
export async function generateEmbeddingResult(
  connection: OllamaConnection,
  request: EmbeddingRequest,
  defaultKeepAlive: KeepAlive,
): Promise<EmbeddingResult> {
  const embedded = await generate(connection, request, defaultKeepAlive, floatVectors);
  const { vectors = [], run } = embedded ?? {};
  return {
    vectors,
    dimensions: vectors[0]?.length,
    model: request.model.trim(),
    route: run?.hasUsedBase64 === true ? 'base64' : 'embed',
    requests: run?.requests ?? 0,
    cut: (run?.cut ?? []).toSorted((left, right) => left.index - right.index),
    emptyTexts: [...textsOf(request).entries()]
      .filter(([, text]) => text === '')
      .map(([place]) => place),
    usage: sumUsage(run?.usages ?? []),
  };
}

/** The same vectors as plain numbers alone. */
export async function generateVectors(
  connection: OllamaConnection,
  request: EmbeddingRequest,
  defaultKeepAlive: KeepAlive,
): Promise<number[][]> {
  const embedded = await generate(connection, request, defaultKeepAlive, numberVectors);
  return embedded?.vectors ?? [];
}

/** Undefined when there are no texts. */
async function generate<Vector extends ArrayLike<number>>(
  connection: OllamaConnection,
  request: EmbeddingRequest,
  defaultKeepAlive: KeepAlive,
  form: VectorForm<Vector>,
): Promise<EmbeddedTexts<Vector> | undefined> {
  const { model, signal } = request;
  checkEmbedRequest({ ...request, defaultKeepAlive });
  if (textsOf(request).length === 0) return undefined;
  try {
    await requireCapabilities(connection, model, ['embedding'], signal);
    const contextLength = recentlyShown(connection, completeModelName(model))?.contextLength;
    const embedded = await embedTexts(
      connection,
      { ...request, defaultKeepAlive, contextLength },
      form,
    );
    noteEngine(connection.url, undefined);
    return embedded;
  } catch (error) {
    noteEngine(connection.url, error);
    throw await explainMissingModel(connection, error, model, signal);
  }
}
