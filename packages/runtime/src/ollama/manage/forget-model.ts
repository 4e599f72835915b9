import { forgetShown } from '../facts/facts-cache.ts';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { forgetDimensions } from '../facts/probe-dimensions.ts';

/** Drops what is remembered of a name: another model may stand behind it now. Facts of a digest stay true. */
export function forgetModel(connection: OllamaConnection, name: string): void {
  const full = completeModelName(name);
  forgetShown(connection, full);
  forgetDimensions(connection, full);
}
