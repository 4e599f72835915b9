import { isNodetoolError } from '@nodetool-ai/graph';

/** Daemons that were seen to lack their inference engine, by address. */
const incomplete = new Set<string>();

/** Remembers from the end of a request whether the daemon at an address can run models. */
export function noteEngine(url: string, error: unknown): void {
  if (error === undefined) incomplete.delete(url);
  else if (isNodetoolError(error) && error.code === 'OLLAMA_INCOMPLETE') incomplete.add(url);
}

/** Whether the last daemon at this address that was asked to run a model lacked its engine. */
export function lacksEngine(url: string): boolean {
  return incomplete.has(url);
}
