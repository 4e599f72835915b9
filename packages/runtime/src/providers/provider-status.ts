/** How one of several hosts is. */
export interface ProviderHostStatus extends Omit<ProviderStatus, 'hosts'> {
  readonly name: string;
  /** `cloud` = a service, which gets a request only when the person names it. */
  readonly role: 'local' | 'remote' | 'cloud';
}

/** Whether a provider can be used, as every surface shows it. */
export interface ProviderStatus {
  readonly state:
    | 'ready'
    | 'refused'
    | 'timeout'
    | 'unauthorized'
    | 'not-ollama'
    | 'incomplete'
    | 'http-error';
  /** The address that was asked, without credentials. */
  readonly url: string;
  /** Version of the daemon, when it told one. */
  readonly version?: string;
  /** What is wrong, in plain words. Absent when ready; of several hosts it names those that are not. */
  readonly cause?: string;
  /** What to do. Absent when ready. */
  readonly remedy?: string;
  /** Where there are several hosts, how each of them is; the provider is ready when any of them is. */
  readonly hosts?: readonly ProviderHostStatus[];
}
