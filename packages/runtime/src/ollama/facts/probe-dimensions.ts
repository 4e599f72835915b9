import { isNodetoolError } from '@nodetool-ai/graph';
import { embedTexts } from '../embedding/embed-texts.ts';
import { numberVectors } from '../embedding/vector-form.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { SharedAsks } from '../connection/shared-asks.ts';

const measured = new Map<string, number>();
const asks = new SharedAsks<number | undefined>();

/**
 * Measures the length of a model's vectors by making one of a short text, which loads the model; once for each address
 * and digest. Undefined when that fails. Rejects with CANCELLED only.
 */
export async function probeDimensions(
  connection: OllamaConnection,
  model: string,
  digest: string | undefined,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const key = `${connection.url} ${digest ?? ''} ${model}`;
  const known = digest === undefined ? undefined : measured.get(key);
  if (known !== undefined) return known;
  try {
    const probe = async (shared: AbortSignal) => {
      const request = { model, text: 'a', signal: shared };
      const { vectors } = await embedTexts(connection, request, numberVectors);
      return vectors[0]?.length;
    };
    const dimensions = await asks.ask(key, probe, signal);
    if (digest !== undefined && dimensions !== undefined) measured.set(key, dimensions);
    return dimensions;
  } catch (error) {
    if (isNodetoolError(error) && error.code === 'CANCELLED') throw error;
    return undefined;
  }
}

/** Drops what was measured of a name: the model behind it has changed. */
export function forgetDimensions(connection: OllamaConnection, model: string): void {
  for (const key of measured.keys()) {
    if (key.startsWith(`${connection.url} `) && key.endsWith(` ${model}`)) measured.delete(key);
  }
}
