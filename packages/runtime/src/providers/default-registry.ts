import { createOllamaProvider } from '../hosts/create-ollama-provider.ts';
import type { BaseProvider } from './base-provider.ts';
import { OLLAMA_DEFAULT_URL, PROVIDER_IDS } from './defaults.ts';
import { OllamaProvider } from './ollama-provider.ts';
import type { GetSecret } from './ollama-url.ts';
import { ProviderRegistry } from './provider-registry.ts';
import type {
  Environment,
  ProviderClass,
  ProviderFactory,
  ProviderRegistration,
} from './provider-registry.ts';

/** Where hosts are set, the class of one daemon stands for all of them, however it was registered. */
const makeProvider: ProviderFactory = async ({ providerClass }, settings, read) =>
  providerClass === OllamaProvider
    ? createOllamaProvider(settings, read)
    : new providerClass(settings);

/** A registry with the providers that come with this package. */
export function createDefaultRegistry(environment: Environment): ProviderRegistry {
  const registry = new ProviderRegistry(environment, makeProvider);
  registry.registerBuiltinProvider(
    PROVIDER_IDS.OLLAMA,
    OllamaProvider,
    {},
    { OLLAMA_API_URL: OLLAMA_DEFAULT_URL, OLLAMA_API_KEY: '', OLLAMA_MODEL_OVERRIDES: '' },
  );
  return registry;
}

/** The registry of the process, behind the functions below. */
const processRegistry = createDefaultRegistry(process.env);

type Settings = Readonly<Record<string, string>>;

/** Adds a provider to the registry of the process; see ProviderRegistry. */
export function registerProvider(
  id: string,
  providerClass: ProviderClass,
  required?: Settings,
  optional?: Settings,
): void {
  processRegistry.registerProvider(id, providerClass, required, optional);
}

/** Adds a provider that exists only when NODETOOL_ENV is not `production`. */
export function registerBuiltinProvider(
  id: string,
  providerClass: ProviderClass,
  required?: Settings,
  optional?: Settings,
): void {
  processRegistry.registerBuiltinProvider(id, providerClass, required, optional);
}

/** The registration of the process's registry, or null. */
export function getRegisteredProvider(id: string): ProviderRegistration | null {
  return processRegistry.getRegisteredProvider(id);
}

/** Ids of the providers that exist in this process. */
export function listRegisteredProviderIds(): readonly string[] {
  return processRegistry.listRegisteredProviderIds();
}

/** Takes a provider out of the process's registry; true when there was one. */
export function unregisterProvider(id: string): boolean {
  return processRegistry.unregisterProvider(id);
}

/** Whether a provider has every setting that it cannot do without. */
export function isProviderConfigured(id: string, getSecret?: GetSecret): Promise<boolean> {
  return processRegistry.isProviderConfigured(id, getSecret);
}

/** A fresh instance, settings read now. Rejects with PROVIDER_NOT_AVAILABLE or SETTING_INVALID. Uses no network. */
export function getProvider(id: string, getSecret?: GetSecret): Promise<BaseProvider> {
  return processRegistry.getProvider(id, getSecret);
}
