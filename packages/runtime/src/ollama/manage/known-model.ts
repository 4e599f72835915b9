import { capabilityFacts } from '../facts/capabilities.ts';
import { shownModel } from '../facts/facts-cache.ts';
import { explainMissingModel } from '../facts/missing-model.ts';
import { askModelList } from '../facts/model-list.ts';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** What must be known of a model to load or unload it. */
export interface KnownModel {
  /** Full name with tag. */
  readonly name: string;
  /** Digest of the list; copies of a model have the same. */
  readonly digest: string | undefined;
  /** Whether it makes vectors and does not answer text: then another route moves it. */
  readonly isEmbedder: boolean;
  readonly isRemote: boolean;
}

/** Asks about an installed model. Rejects with MODEL_NOT_FOUND, naming the installed ones. */
export async function askKnownModel(
  connection: OllamaConnection,
  model: string,
  signal: AbortSignal | undefined,
): Promise<KnownModel> {
  const name = completeModelName(model);
  try {
    const listed = await askModelList(connection, signal);
    const digest = listed.find((entry) => completeModelName(entry.name) === name)?.digest;
    const shown = await shownModel({ connection, name, digest, signal });
    const { embedding, completion } = capabilityFacts(name, shown, undefined);
    const isEmbedder = embedding === 'yes' && completion !== 'yes';
    return { name, digest, isEmbedder, isRemote: shown.isRemote };
  } catch (error) {
    throw await explainMissingModel(connection, error, model, signal);
  }
}
