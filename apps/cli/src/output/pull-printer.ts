import type { PullPhase, PullProgress } from '@nodetool-ai/runtime';
import { safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { ProgressLine } from './progress-line.ts';
import { formatSize } from './table.ts';

const PHASES: Readonly<Record<PullPhase, string>> = {
  manifest: 'Looking the model up',
  download: 'Downloading',
  verify: 'Verifying',
  write: 'Writing',
  done: 'Done',
};

/** Prints how far a pull is: one line that changes on a terminal, one line for each phase elsewhere. All on stderr. */
export class PullPrinter {
  readonly #terminal: Terminal;
  readonly #model: string;
  readonly #line: ProgressLine;
  #phase: PullPhase | undefined;
  #newest: PullProgress | undefined;
  #fastestBytesPerSecond: number | undefined;

  constructor(terminal: Terminal, model: string) {
    this.#terminal = terminal;
    this.#model = model;
    this.#line = new ProgressLine(terminal);
  }

  /** What came last, for the words at the end. */
  get newest(): PullProgress | undefined {
    return this.#newest;
  }

  /** Shows an item. */
  take(progress: PullProgress): void {
    const { stderr } = this.#terminal;
    this.#newest = progress;
    const { bytesPerSecond = 0 } = progress;
    if (bytesPerSecond > (this.#fastestBytesPerSecond ?? 0))
      this.#fastestBytesPerSecond = bytesPerSecond;
    if (progress.phase === 'done') return this.#finish(progress);
    const figures = progress.phase === 'download' ? progress : {};
    if (this.#line.isShown) this.#line.show(PHASES[progress.phase], figures);
    else if (progress.phase !== this.#phase) stderr.write(`${PHASES[progress.phase]}.\n`);
    this.#phase = progress.phase;
  }

  /** Takes the line that changes away. */
  clear(): void {
    this.#line.clear();
  }

  #finish(progress: PullProgress): void {
    this.clear();
    const { totalBytes } = progress;
    const size = totalBytes === undefined ? '' : ` (${formatSize(totalBytes)})`;
    const { stderr } = this.#terminal;
    stderr.write(safeFor(stderr, `Pulled ${this.#model}${size}${this.#kept(progress)}.\n`));
  }

  /** What was there before is told only when it is more than a fast line brings before the first words of the daemon. */
  #kept({ totalBytes, resumedBytes }: PullProgress): string {
    if (totalBytes === undefined || resumedBytes === undefined) return '';
    if (resumedBytes === totalBytes) return '; all of it was there already';
    const fastest = this.#fastestBytesPerSecond ?? Number.POSITIVE_INFINITY;
    return resumedBytes > fastest ? `; ${formatSize(resumedBytes)} of it were there already` : '';
  }
}
