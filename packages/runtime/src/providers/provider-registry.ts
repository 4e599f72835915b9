import { NodetoolError } from '@nodetool-ai/graph';
import type { BaseProvider } from './base-provider.ts';
import { resolveOllamaUrl } from './ollama-url.ts';
import type { GetSecret } from './ollama-url.ts';

/** The environment as the registry reads it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A class of providers: made of its settings by name. */
export type ProviderClass = new (
  settings: Readonly<Record<string, string | undefined>>,
) => BaseProvider;

/** A provider as it was registered. */
export interface ProviderRegistration {
  /** What it is asked for by. */
  readonly id: string;
  /** What instances are made of. */
  readonly providerClass: ProviderClass;
  /** Settings that it cannot do without; an empty value is filled in from secrets or environment. */
  readonly required: Readonly<Record<string, string>>;
  /** Settings with their defaults. */
  readonly optional: Readonly<Record<string, string>>;
  /** Exists only where local providers may. */
  readonly isLocal: boolean;
}

/**
 * Makes an instance of a registration from its settings. `read` gives further settings as they are now: secret, then
 * environment.
 */
export type ProviderFactory = (
  registration: ProviderRegistration,
  settings: Readonly<Record<string, string | undefined>>,
  read: (name: string) => Promise<string | undefined>,
) => Promise<BaseProvider>;

/** Whether providers on the person's own machine exist: NODETOOL_ENV is not `production`. That is the whole rule. */
export function isLocalProviderAllowed(environment: Environment): boolean {
  return environment['NODETOOL_ENV']?.trim().toLowerCase() !== 'production';
}

/** A set of providers, as one environment has them. */
export class ProviderRegistry {
  readonly #registrations = new Map<string, ProviderRegistration>();
  readonly #environment: Environment;
  readonly #make: ProviderFactory;

  /**
   * The environment is read at every call, so a change needs no new registry. `make` makes the instances; by default the
   * registered class is made of its settings.
   */
  constructor(
    environment: Environment,
    make: ProviderFactory = ({ providerClass }, settings) =>
      Promise.resolve(new providerClass(settings)),
  ) {
    this.#environment = environment;
    this.#make = make;
  }

  /** Adds a provider; a second one of the same id replaces the first. */
  registerProvider(
    id: string,
    providerClass: ProviderClass,
    required: Readonly<Record<string, string>> = {},
    optional: Readonly<Record<string, string>> = {},
  ): void {
    this.#registrations.set(id, { id, providerClass, required, optional, isLocal: false });
  }

  /** Adds a provider of the person's own machine; it exists only where {@link isLocalProviderAllowed}. */
  registerBuiltinProvider(
    id: string,
    providerClass: ProviderClass,
    required: Readonly<Record<string, string>> = {},
    optional: Readonly<Record<string, string>> = {},
  ): void {
    this.#registrations.set(id, { id, providerClass, required, optional, isLocal: true });
  }

  /** The registration, or null when there is none in this environment. */
  getRegisteredProvider(id: string): ProviderRegistration | null {
    const registration = this.#registrations.get(id);
    if (registration === undefined) return null;
    return registration.isLocal && !isLocalProviderAllowed(this.#environment) ? null : registration;
  }

  /** Ids of the providers that exist in this environment, in the order in which they were registered. */
  listRegisteredProviderIds(): readonly string[] {
    return [...this.#registrations.keys()].filter((id) => this.getRegisteredProvider(id) !== null);
  }

  /** True when there was one. */
  unregisterProvider(id: string): boolean {
    return this.#registrations.delete(id);
  }

  /** Whether everything that it cannot do without is set. Says nothing of whether it can be reached. */
  async isProviderConfigured(id: string, getSecret?: GetSecret): Promise<boolean> {
    const registration = this.getRegisteredProvider(id);
    if (registration === null) return false;
    const values = await Promise.all(
      Object.entries(registration.required).map(
        async ([name, value]) => value || (await this.readSetting(name, getSecret)),
      ),
    );
    return values.every((value) => value !== undefined && value !== '');
  }

  /**
   * A fresh instance with its settings as they are now: secret, then environment, then default. Rejects with
   * PROVIDER_NOT_AVAILABLE when it does not exist here, and SETTING_INVALID for a setting that cannot be used.
   */
  async getProvider(id: string, getSecret?: GetSecret): Promise<BaseProvider> {
    const registration = this.getRegisteredProvider(id);
    if (registration === null) throw this.#notAvailable(id);
    const settings: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(registration.required)) {
      settings[name] = value === '' ? await this.readSetting(name, getSecret) : value;
    }
    for (const [name, value] of Object.entries(registration.optional)) {
      settings[name] = (await this.readSetting(name, getSecret)) ?? value;
    }
    return this.#make(registration, settings, (name) => this.readSetting(name, getSecret));
  }

  /**
   * A setting as it is now: secret, then environment; undefined when it is not set. For OLLAMA_API_URL all names count
   * by which the address can be said. Rejects with SETTING_INVALID for an address that cannot be used.
   */
  async readSetting(name: string, getSecret?: GetSecret): Promise<string | undefined> {
    if (name === 'OLLAMA_API_URL') {
      const { url, source } = await resolveOllamaUrl(this.#environment, getSecret);
      return source === 'default' ? undefined : url;
    }
    const secret = await getSecret?.(name);
    const value = secret !== undefined && secret !== '' ? secret : this.#environment[name];
    return value === '' ? undefined : value;
  }

  #notAvailable(id: string): NodetoolError {
    const registered = this.#registrations.get(id);
    if (registered?.isLocal) {
      return new NodetoolError(
        'PROVIDER_NOT_AVAILABLE',
        `The provider ${id} does not exist here, because NODETOOL_ENV is production.`,
        { hint: 'Unset NODETOOL_ENV, or set it to something else, to use models of this machine.' },
      );
    }
    const known = this.listRegisteredProviderIds().join(', ');
    return new NodetoolError('PROVIDER_NOT_AVAILABLE', `There is no provider ${id}.`, {
      hint: known === '' ? 'No provider exists in this environment.' : `There are: ${known}.`,
    });
  }
}
