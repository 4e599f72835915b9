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
  /** What is wrong, in plain words. Absent when ready. */
  readonly cause?: string;
  /** What to do. Absent when ready. */
  readonly remedy?: string;
}
