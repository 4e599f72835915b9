import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { StarterReport } from '@nodetool-ai/graph';
import { starterFolderAt } from '../folder/starter-folder.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { ModelLibrary } from '../library/model-library.ts';
import { childEnvironment } from './child-environment.ts';
import { createInstaller } from './create-installer.ts';
import { leaveProcess, shareProcess } from './shared-process.ts';
import type { StarterInstaller, StarterInstallOptions } from './starter-installer.ts';
import { StarterProcess } from './starter-process.ts';

/** What a starter engine is made of. */
export interface StarterEngineOptions {
  /** The folder of the starter engine; `starter` in the data folder. */
  readonly folder: string;
  /** Read: NODETOOL_STARTER_THREADS, and for fetching what belongs to proxies and package indexes. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How parts come. Default: from their pinned sources. */
  readonly installer?: StarterInstaller;
  /** The program of the child process. Default: the one of this package. */
  readonly program?: string;
}

/** Found from the sources and from what is built alike. */
const PROGRAM = fileURLToPath(new URL('../../dist/daemon/main.js', import.meta.url));

/**
 * The starter engine of a folder: what it takes, how it is installed, and the child process that answers. However many
 * are made in one process, a folder has one child process, which ends with the last of them.
 */
export class StarterEngine {
  /** Its places. */
  readonly folder: StarterFolder;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #installer: StarterInstaller;
  readonly #program: string;
  #isClosed = false;

  /** Touches nothing and starts nothing. */
  constructor(options: StarterEngineOptions) {
    this.folder = starterFolderAt(resolve(options.folder));
    this.#environment = options.environment;
    this.#installer = options.installer ?? createInstaller(this.folder, options.environment);
    this.#program = options.program ?? PROGRAM;
  }

  /** What there is and what it would take to have the rest. Uses no network; starts nothing. */
  async report(): Promise<StarterReport> {
    const [here, isInstalled] = await Promise.all([this.#installer.parts(), this.isInstalled()]);
    const error = this.lastError;
    return {
      isSupported: here.unsupportedCause === undefined,
      isInstalled,
      ...here,
      ...(error === undefined ? {} : { error: toErrorShape(error) }),
    };
  }

  /** Whether it can answer: the engine is there, and at least one model. */
  async isInstalled(): Promise<boolean> {
    const engineFolder = await this.#installer.engineFolder();
    return engineFolder !== undefined && (await new ModelLibrary(this.folder).list()).length > 0;
  }

  /**
   * Fetches what is missing: the one method that uses the network, and only after the person agreed. Rejects with
   * STARTER_UNSUPPORTED, STARTER_INSTALL_FAILED, DOWNLOAD_FAILED, DOWNLOAD_CORRUPT, DISK_FULL, STORAGE_FAILED,
   * CANCELLED.
   */
  install(options: StarterInstallOptions = {}): Promise<void> {
    return this.#installer.install(options);
  }

  /**
   * Where it answers; the child process is started when it does not run. Rejects with STARTER_NOT_INSTALLED,
   * STARTER_START_FAILED, STARTER_CRASHED (it is left alone after several ends in a row), SETTING_INVALID.
   */
  async url(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<string> {
    if (this.#isClosed)
      throw new NodetoolError('STARTER_START_FAILED', 'The starter engine was closed.');
    // Asked first, so that nothing is told of an old crash where it was removed since.
    if (!(await this.isInstalled()))
      throw new NodetoolError('STARTER_NOT_INSTALLED', undefined, {
        action: { kind: 'install-starter' },
      });
    return this.#process().url(options);
  }

  /** The crash of the child process that listened at an address; undefined when it did not crash. Takes at most 2 s. */
  async crashAt(url: string): Promise<NodetoolError | undefined> {
    return this.#isClosed ? undefined : this.#process().crashAt(url);
  }

  /** Why the child process last ended by itself or did not start; undefined while it is well. */
  get lastError(): NodetoolError | undefined {
    return this.#isClosed ? undefined : this.#process().lastError;
  }

  /** Ends the child process, unless another user of the same folder is left. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await leaveProcess(this.folder.root, this);
  }

  #process(): StarterProcess {
    return shareProcess(
      this.folder.root,
      this,
      () =>
        new StarterProcess({
          prepare: () => this.#parameters(),
          environment: childEnvironment(this.#environment),
        }),
    );
  }

  async #parameters(): Promise<readonly string[]> {
    const engineFolder = await this.#installer.engineFolder();
    if (engineFolder === undefined) throw new NodetoolError('STARTER_NOT_INSTALLED');
    const threads = this.#threads();
    return [
      this.#program,
      '--folder',
      this.folder.root,
      '--engine',
      engineFolder,
      ...(threads === undefined ? [] : ['--threads', threads]),
    ];
  }

  #threads(): string | undefined {
    const text = this.#environment['NODETOOL_STARTER_THREADS']?.trim() ?? '';
    if (text === '' || /^[1-9]\d{0,2}$/.test(text)) return text === '' ? undefined : text;
    throw new NodetoolError(
      'SETTING_INVALID',
      'NODETOOL_STARTER_THREADS is not a number of threads.',
      {
        hint: 'Give a whole number from 1 to 999, or leave it out.',
      },
    );
  }
}
