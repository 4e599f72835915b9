import type { ProviderTool } from '../../providers/messages.ts';
import type { GenerateRequest, ToolChoice } from '../../providers/provider-requests.ts';
import { allowedTools } from '../../tools/allowed-tools.ts';
import { capabilityFacts } from '../facts/capabilities.ts';
import { throwIfCancelled } from '../connection/cancelled-error.ts';
import { shownModel } from '../facts/facts-cache.ts';
import { completeModelName } from '../facts/model-name.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';

/** How tools are called: by the daemon's own means, or by ours. */
export type ToolMode = 'native' | 'emulated';

/** Models that refused tools although nobody had said that they would. */
const refusing = new Set<string>();

/** Remembers that a model refused tools. */
export function noteToolRefusal(connection: OllamaConnection, model: string): void {
  refusing.add(keyOf(connection, model));
}

/** What a request really offers. */
export interface Offer {
  readonly tools: readonly ProviderTool[];
  readonly choice: Exclude<ToolChoice, 'none' | 'any'>;
}

/**
 * Gives the tools that a request really offers: none for the choice `none`, one for a name. Throws REQUEST_INVALID for
 * a name that is not among them, and for a demand without any tool.
 */
export function offeredTools({ tools = [], toolChoice = 'auto' }: GenerateRequest): Offer {
  const choice = readChoice(toolChoice);
  const allowed = allowedTools(tools, choice);
  return { tools: allowed.tools, choice: choice === 'none' ? 'auto' : choice };
}

function readChoice(choice: ToolChoice): Exclude<ToolChoice, 'any'> {
  const given: unknown = choice;
  // Programs that know NodeTool's own contract name the tool by a bare text.
  if (typeof given === 'string' && !['auto', 'none', 'any', 'required'].includes(given))
    return { name: given };
  return choice === 'any' ? 'required' : choice;
}

/**
 * Decides how the tools of a request are called. A demand is met by our own means on every model, because no daemon
 * enforces one; else a model that calls tools itself does so, and where it is not known the daemon is let to refuse.
 * Asks `/api/show`, at most every 30 s for a model. Rejects with CANCELLED only.
 */
export async function chooseToolMode(
  connection: OllamaConnection,
  model: string,
  choice: ToolChoice,
  signal: AbortSignal,
): Promise<ToolMode> {
  if (choice !== 'auto' || refusing.has(keyOf(connection, model))) return 'emulated';
  const name = completeModelName(model);
  try {
    const shown = await shownModel({ connection, name, signal });
    return capabilityFacts(name, shown, undefined).tools === 'no' ? 'emulated' : 'native';
  } catch {
    throwIfCancelled(signal);
    return 'native';
  }
}

function keyOf(connection: OllamaConnection, model: string): string {
  return `${connection.url} ${completeModelName(model)}`;
}
