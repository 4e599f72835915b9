/** How one of several hosts is. */
export interface ProviderHostStatus extends Omit<ProviderStatus, 'hosts'> {
  /** Name of the host in the settings. */
  readonly name: string;
  /** `cloud` = a service, which gets a request only when the person names it. */
  readonly role: 'local' | 'remote' | 'cloud';
}

/** Whether a provider can be used, as every surface shows it. */
export interface ProviderStatus {
  /**
   * `ready`: it answers. `refused`: nothing listens there. `timeout`: no answer in time. `unauthorized`: it wants
   * another key. `not-ollama`: something else answers. `incomplete`: it was seen without its inference engine.
   * `http-error`: it answers with an error.
   */
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
  /** Where there are several hosts, how each of them is; the provider is ready when any of them is. Else absent. */
  readonly hosts?: readonly ProviderHostStatus[];
}
