/** A daemon for the tests cannot be had here; the message says why in plain words. */
export class TestDaemonUnavailable extends Error {
  override readonly name = 'TestDaemonUnavailable';

  /** The message: why there is no daemon. */
  get reason(): string {
    return this.message;
  }
}
