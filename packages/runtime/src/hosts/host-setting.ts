/**
 * Where a host is: `local` = this machine, `remote` = another machine of the person, `cloud` = a service, which gets a
 * request only when the person names it.
 */
export type HostRole = 'local' | 'remote' | 'cloud';

/** One host as the setting OLLAMA_HOSTS names it. Holds no key. */
export interface HostSetting {
  /** What it is called: letters, digits, `-` and `_`. */
  readonly name: string;
  /** Full address without credentials. */
  readonly url: string;
  /** Where it is. */
  readonly role: HostRole;
  /** Hosts with a smaller one come first; those with the same one in the order of the setting. */
  readonly priority: number;
}

/** What names a host: letters, digits, `-` and `_`, beginning with a letter or digit. */
export const HOST_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/i;

/** The name of the secret that holds the key of a host: `my-desk` has `OLLAMA_API_KEY_MY_DESK`. */
export function hostKeyName(host: string): string {
  return `OLLAMA_API_KEY_${host.toUpperCase().replaceAll('-', '_')}`;
}
