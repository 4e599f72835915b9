import { NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { StarterInstallReport, StarterReport } from '@nodetool-ai/graph';
import { isLocalProviderAllowed, PROVIDER_IDS } from '@nodetool-ai/runtime';
import { findOwnDaemon } from '../pulls/find-own-daemon.ts';
import type { RuntimeContext } from '../runtime-context.ts';
import { fillDaemon } from './fill-daemon.ts';
import type { TellProgress } from './fill-daemon.ts';
import { StarterProvider } from './starter-provider.ts';

/** Something that takes long and tells how far it is. */
type Work = (signal: AbortSignal, onProgress: TellProgress) => Promise<void>;

/**
 * Installs the starter engine when a person asked for it, one thing at a time. It goes on when the page is closed, and
 * ends with the server.
 */
export class StarterDesk {
  readonly #context: RuntimeContext;
  readonly #onDone: () => void;
  #report: StarterInstallReport | undefined;
  #controller: AbortController | undefined;
  #following: Promise<void> = Promise.resolve();

  /** `onDone` is told when something was installed. */
  constructor(context: RuntimeContext, onDone: () => void) {
    this.#context = context;
    this.#onDone = onDone;
  }

  /** How the installation stands that runs, or ran last; undefined when there was none. */
  get install(): StarterInstallReport | undefined {
    return this.#report;
  }

  /** The starter engine and its installation. Rejects with PROVIDER_NOT_AVAILABLE where local engines may not exist. */
  async report(): Promise<StarterReport> {
    const { environment, starter } = this.#context;
    if (!isLocalProviderAllowed(environment)) {
      throw new NodetoolError(
        'PROVIDER_NOT_AVAILABLE',
        'There is no starter engine here, because NODETOOL_ENV is production.',
      );
    }
    return this.with(await starter.report());
  }

  /** A report with the installation in it. */
  with(report: StarterReport): StarterReport {
    return this.#report === undefined ? report : { ...report, install: this.#report };
  }

  /**
   * Begins to install parts, all that are missing when none are named; does nothing while something is being installed.
   * Rejects with STARTER_UNSUPPORTED, REQUEST_INVALID for a part that does not exist, PROVIDER_NOT_AVAILABLE.
   */
  async start(parts?: readonly string[]): Promise<void> {
    const report = await this.#supported();
    const unknown = parts?.find((id) => report.parts.every((part) => part.id !== id));
    if (unknown !== undefined) {
      const names = report.parts.map(({ id }) => id).join(', ');
      throw new NodetoolError('REQUEST_INVALID', `The starter engine has no part ${unknown}.`, {
        hint: `Its parts are: ${names}.`,
      });
    }
    this.#begin((signal, onProgress) =>
      this.#context.starter.install({ parts, signal, onProgress }),
    );
  }

  /**
   * Begins to put the starter's models into the daemon that answers; does nothing while something is being installed.
   * Rejects when no other daemon than the starter engine answers.
   */
  async fill(): Promise<void> {
    const { services, starter } = this.#context;
    const { parts } = await this.#supported();
    const daemon = await findOwnDaemon(await services.providers.get(PROVIDER_IDS.OLLAMA));
    const status = await daemon.status();
    if (daemon instanceof StarterProvider || status.state !== 'ready') {
      throw new NodetoolError('OLLAMA_UNREACHABLE', 'No Ollama answers that could be filled.', {
        hint: 'Start Ollama, then try again.',
        action: { kind: 'start-ollama' },
      });
    }
    this.#begin((signal, onProgress) =>
      fillDaemon({ daemon, version: status.version, starter, parts, signal, onProgress }),
    );
  }

  /** Ends what is being installed; what is whole is kept. */
  cancel(): void {
    this.#controller?.abort();
  }

  /** Ends what is being installed, and waits for it. */
  async close(): Promise<void> {
    this.cancel();
    await this.#following;
  }

  async #supported(): Promise<StarterReport> {
    const report = await this.report();
    if (report.isSupported) return report;
    throw new NodetoolError('STARTER_UNSUPPORTED', report.unsupportedCause);
  }

  #begin(work: Work): void {
    // Whoever asks again hears of what is under way.
    if (this.#report?.state === 'running') return;
    this.#report = { state: 'running', startedAt: Date.now() };
    this.#controller = new AbortController();
    this.#following = this.#follow(work, this.#controller.signal, this.#report.startedAt);
  }

  async #follow(work: Work, signal: AbortSignal, startedAt: number): Promise<void> {
    const end = (ended: Pick<StarterInstallReport, 'state' | 'error'>) => {
      const { bytesPerSecond: _speed, secondsLeft: _left, ...figures } = this.#report ?? {};
      this.#report = { ...figures, startedAt, ...ended };
    };
    try {
      await work(signal, (progress) => {
        this.#report = { state: 'running', startedAt, ...progress };
      });
      end({ state: 'done' });
    } catch (error) {
      end(
        signal.aborted
          ? { state: 'cancelled' }
          : { state: 'failed', error: toErrorShape(error, 'STARTER_INSTALL_FAILED') },
      );
    }
    // Also after a failure: some of it may be there.
    this.#onDone();
  }
}
