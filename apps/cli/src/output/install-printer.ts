import type { StarterProgress } from '@nodetool-ai/starter';
import { safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { ProgressLine } from './progress-line.ts';

/** Prints how far an installation is: one line that changes on a terminal, one line for each step elsewhere. On stderr. */
export class InstallPrinter {
  readonly #terminal: Terminal;
  readonly #line: ProgressLine;
  #step = '';
  #newest: StarterProgress | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#line = new ProgressLine(terminal);
  }

  /** What came last, for the words at the end. */
  get newest(): StarterProgress | undefined {
    return this.#newest;
  }

  /** Shows an item. */
  take(progress: StarterProgress): void {
    this.#newest = progress;
    const step = [progress.part, progress.status].filter((word) => word !== undefined).join(': ');
    if (this.#line.isShown) this.#line.show(step, progress);
    else if (step !== this.#step) {
      const { stderr } = this.#terminal;
      stderr.write(safeFor(stderr, `${step}\n`));
    }
    this.#step = step;
  }

  /** Takes the line that changes away. */
  clear(): void {
    this.#line.clear();
  }
}
