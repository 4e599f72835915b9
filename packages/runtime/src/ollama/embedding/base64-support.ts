import { isNodetoolError } from '@nodetool-ai/graph';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** Addresses whose daemon has no `/v1/embeddings`; remembered as long as the process lives. */
const unknownAt = new Set<string>();

/** Whether vectors may be asked for at `/v1/embeddings`: true until the daemon has said that it has no such route. */
export function knowsBase64({ url }: OllamaConnection): boolean {
  return !unknownAt.has(url);
}

/** Remembers that the daemon at that address has no `/v1/embeddings`. */
export function noteBase64Unknown({ url }: OllamaConnection): void {
  unknownAt.add(url);
}

/** Whether a failure says that the route does not exist. A missing model is told with the same status. */
export function isRouteUnknown(error: unknown): boolean {
  if (!isNodetoolError(error)) return false;
  const { status } = error.details;
  return status === 404 || status === 405;
}
