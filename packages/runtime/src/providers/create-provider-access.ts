import type { BaseProvider } from './base-provider.ts';
import { PROVIDER_IDS } from './defaults.ts';
import type { ModelUse, ProviderAccess } from './provider-access.ts';
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
  /**
   * Gives what answers in place of the daemon where nobody set an address or hosts; undefined leaves it to the default.
   * Asked at every use, and only where local providers exist. It gets a reader of settings: secret, then environment.
   */
  readonly fallback?: (
    read: (name: string) => Promise<string | undefined>,
  ) => Promise<BaseProvider | undefined>;
}

const DEFAULT_MODELS: Readonly<Record<ModelUse, string>> = {
  completion: 'NODETOOL_DEFAULT_TEXT_MODEL',
  embedding: 'NODETOOL_DEFAULT_EMBEDDING_MODEL',
  vision: 'NODETOOL_DEFAULT_VISION_MODEL',
};

/** Gives what nodes get as `context.providers`. */
export function createProviderAccess({
  registry,
  getSecret,
  ollamaUrl,
  fallback,
}: ProviderAccessOptions): ProviderAccess {
  const withFlag: GetSecret = (name) => {
    if (ollamaUrl === undefined) return getSecret?.(name);
    if (name === 'OLLAMA_API_URL') return ollamaUrl;
    // Blank and not absent, so that the environment does not count either.
    return name === 'OLLAMA_HOSTS' ? ' ' : getSecret?.(name);
  };
  const read = (name: string) => registry.readSetting(name, withFlag);
  const isSet = async (name: string) => ((await read(name)) ?? '').trim() !== '';

  return {
    get: async (id) => {
      const mayFallBack =
        fallback !== undefined &&
        id === PROVIDER_IDS.OLLAMA &&
        registry.getRegisteredProvider(id) !== null &&
        !(await isSet('OLLAMA_HOSTS')) &&
        !(await isSet('OLLAMA_API_URL'));
      const instead = mayFallBack ? await fallback(read) : undefined;
      return instead ?? registry.getProvider(id, withFlag);
    },
    defaultModel: async (use) => (await read(DEFAULT_MODELS[use]))?.trim() || undefined,
  };
}
