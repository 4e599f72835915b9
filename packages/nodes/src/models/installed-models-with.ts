import type { BaseProvider } from '@nodetool-ai/runtime';
import type { NodeCapability } from './suggest-models.ts';

/**
 * Names of the installed models that have a capability. Undefined when the provider cannot be asked, and when it does
 * not say of any model that it has the capability but leaves it open for some. One small request; never rejects.
 */
export async function installedModelsWith(
  provider: BaseProvider,
  capability: NodeCapability,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  try {
    const facts = await provider.listModelFacts({ signal });
    const names = facts.filter((model) => model[capability] === 'yes').map((model) => model.id);
    const someAreOpen = facts.some((model) => model[capability] === 'unknown');
    return names.length === 0 && someAreOpen ? undefined : names;
  } catch {
    return undefined;
  }
}
