import type { PullPhase, PullProgress } from '@nodetool-ai/runtime';
import { dim, safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { formatTime } from './format-time.ts';
import { formatSize } from './table.ts';

const PHASES: Readonly<Record<PullPhase, string>> = {
  manifest: 'Looking the model up',
  download: 'Downloading',
  verify: 'Verifying',
  write: 'Writing',
  done: 'Done',
};
/** Where the terminal does not say how wide it is. */
const USUAL_COLUMNS = 80;
const LONGEST_BAR = 24;
/** Below, a bar says nothing that the percentage does not. */
const SHORTEST_BAR = 6;

/** Prints how far a pull is: one line that changes on a terminal, one line for each phase elsewhere. All on stderr. */
export class PullPrinter {
  readonly #terminal: Terminal;
  readonly #model: string;
  #phase: PullPhase | undefined;
  #newest: PullProgress | undefined;
  #fastestBytesPerSecond: number | undefined;

  constructor(terminal: Terminal, model: string) {
    this.#terminal = terminal;
    this.#model = model;
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
    if (stderr.isTTY === true) this.#line(this.#describe(progress));
    else if (progress.phase !== this.#phase) stderr.write(`${PHASES[progress.phase]}.\n`);
    this.#phase = progress.phase;
  }

  /** Takes the line that changes away. */
  clear(): void {
    if (this.#terminal.stderr.isTTY === true) this.#terminal.stderr.write('\r\u001B[K');
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

  #describe(progress: PullProgress): string {
    const { phase, completedBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
    if (phase !== 'download' || completedBytes === undefined || totalBytes === undefined)
      return `${PHASES[phase]} …`;
    const share = completedBytes / totalBytes;
    const speed = bytesPerSecond === undefined ? '' : `  ${formatSize(bytesPerSecond)}/s`;
    const left = secondsLeft === undefined ? '' : `  ${formatTime(secondsLeft)} left`;
    const sizes = `${formatSize(completedBytes)} of ${formatSize(totalBytes)}`;
    const text = `${percentOf(share)}  ${sizes}${speed}${left}`;
    const room = this.#columns() - PHASES[phase].length - text.length - ' [] '.length - 1;
    return `${PHASES[phase]} ${barOf(share, Math.min(room, LONGEST_BAR))}${text}`;
  }

  #columns(): number {
    const { stderr } = this.#terminal;
    const told = 'columns' in stderr ? stderr.columns : undefined;
    return typeof told === 'number' && told > 1 ? told : USUAL_COLUMNS;
  }

  #line(text: string): void {
    const { stderr } = this.#terminal;
    // A line that is broken in two cannot be written over.
    const shown = safeFor(stderr, text).slice(0, this.#columns() - 1);
    stderr.write(`\r${dim(this.#terminal, shown)}\u001B[K`);
  }
}

function barOf(share: number, characters: number): string {
  if (characters < SHORTEST_BAR) return '';
  const full = Math.floor(share * characters);
  return `[${'#'.repeat(full)}${'-'.repeat(characters - full)}] `;
}

/** A share of one, in whole percent; 100 only when it is all. */
export function percentOf(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
