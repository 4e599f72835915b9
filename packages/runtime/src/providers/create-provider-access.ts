import type { ProviderAccess } from './provider-access.ts';
import type { GetSecret } from './ollama-url.ts';
import type { ProviderRegistry } from './provider-registry.ts';

/** What stands behind the access. */
export interface ProviderAccessOptions {
  /** Where the providers are looked up. */
  readonly registry: ProviderRegistry;
  /** Where secrets are looked up. Absent: the environment counts alone. */
  readonly getSecret?: GetSecret;
  /** Wins over every other setting of the address: the flag of a command line. Absent when it was not given. */
  readonly ollamaUrl?: string | undefined;
}

/** Gives what nodes get as `context.providers`. */
export function createProviderAccess({
  registry,
  getSecret,
  ollamaUrl,
}: ProviderAccessOptions): ProviderAccess {
  const withFlag: GetSecret = (name) => {
    if (ollamaUrl === undefined) return getSecret?.(name);
    if (name === 'OLLAMA_API_URL') return ollamaUrl;
    // Blank and not absent, so that the environment does not count either.
    return name === 'OLLAMA_HOSTS' ? ' ' : getSecret?.(name);
  };
  return { get: (id) => registry.getProvider(id, withFlag) };
}
