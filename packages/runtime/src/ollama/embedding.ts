import type { EmbeddingRequest } from '../providers/embedding-requests.ts';
import type { KeepAlive } from '../providers/provider-requests.ts';
import { checkEmbedRequest, embedTexts } from './embed.ts';
import { noteEngine } from './engine-state.ts';
import { explainMissingModel } from './missing-model.ts';
import { requireCapabilities } from './model-gate.ts';
import type { OllamaConnection } from './ollama-connection.ts';

/**
 * The vectors for a caller's request: checked, then the model asked whether it makes vectors at all (some daemons give
 * meaningless ones of any model), then made. No texts give no vectors and no request.
 */
export async function generateVectors(
  connection: OllamaConnection,
  request: EmbeddingRequest,
  defaultKeepAlive: KeepAlive,
): Promise<number[][]> {
  const { model, text, signal } = request;
  const embedRequest = { ...request, defaultKeepAlive };
  checkEmbedRequest(embedRequest);
  if (text.length === 0) return [];
  try {
    await requireCapabilities(connection, model, ['embedding'], signal);
    const vectors = await embedTexts(connection, embedRequest);
    noteEngine(connection.url, undefined);
    return vectors;
  } catch (error) {
    noteEngine(connection.url, error);
    throw await explainMissingModel(connection, error, model, signal);
  }
}
