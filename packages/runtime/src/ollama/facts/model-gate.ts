import { isNodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode, TriState } from '@nodetool-ai/graph';
import { capabilityFacts } from './capabilities.ts';
import type { CapabilityFacts } from './capabilities.ts';
import { recentlyShown, shownModel } from './facts-cache.ts';
import { lacksCapability } from './lacks-capability.ts';
import { completeModelName } from './model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** What may be asked of a model beforehand. */
export type GatedCapability = 'vision' | 'thinking' | 'embedding';

/** With these, the request itself would fail alike, and later. */
const FATAL: readonly ErrorCode[] = [
  'CANCELLED',
  'MODEL_NOT_FOUND',
  'OLLAMA_UNREACHABLE',
  'OLLAMA_TIMEOUT',
];

/**
 * Refuses with MODEL_LACKS_CAPABILITY what a model is known not to be able to do, before anything is sent: some daemons
 * answer without looking at the image, or with a vector that means nothing. Asks `/api/show`, at most every 30 s for a
 * model. What is not known is not refused; when the question fails, the request itself will tell. Gives false when it
 * failed.
 */
export async function requireCapabilities(
  connection: OllamaConnection,
  model: string,
  needed: readonly GatedCapability[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const override = connection.overrides.find(model);
  // What the person says is not asked for, whatever the daemon would say.
  const refused = needed.find((capability) => override?.[capability] === 'no');
  if (refused !== undefined)
    throw lacksCapability(model, refused, { url: connection.url, overridden: [refused] });
  const open = needed.filter((capability) => override?.[capability] === undefined);
  if (open.length === 0) return true;
  const facts = await askFacts(connection, model, signal);
  const lacking = open.find((capability) => facts?.[capability] === 'no');
  if (lacking === undefined) return facts !== undefined;
  const capabilities = facts?.capabilities ?? [];
  throw lacksCapability(model, lacking, { url: connection.url, capabilities });
}

/** Whether a model thinks, if that was asked lately. Asks nobody. */
export function knownToThink(connection: OllamaConnection, model: string): TriState {
  const name = completeModelName(model);
  const said = connection.overrides.find(name)?.thinking;
  return said ?? capabilityFacts(name, recentlyShown(connection, name), undefined).thinking;
}

async function askFacts(
  connection: OllamaConnection,
  model: string,
  signal: AbortSignal | undefined,
): Promise<CapabilityFacts | undefined> {
  const name = completeModelName(model);
  try {
    const shown = await shownModel({ connection, name, signal });
    // A guess is not enough to refuse anything.
    return shown.capabilities === undefined ? undefined : capabilityFacts(name, shown, undefined);
  } catch (error) {
    if (isNodetoolError(error) && FATAL.includes(error.code)) throw error;
    return undefined;
  }
}
