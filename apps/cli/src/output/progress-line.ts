import { dim, safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { formatTime } from './format-time.ts';
import { formatSize } from './table.ts';

/** How far something is; what is not known is absent. */
export interface Figures {
  readonly completedBytes?: number | undefined;
  readonly totalBytes?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Seconds. */
  readonly secondsLeft?: number | undefined;
}

/** Where the terminal does not say how wide it is. */
const USUAL_COLUMNS = 80;
const LONGEST_BAR = 24;
/** Below, a bar says nothing that the percentage does not. */
const SHORTEST_BAR = 6;

/** A pace that is worked out from less says days where it is seconds. */
const LEAST_SHARE = 0.02;

/** One line on stderr that is written over as something goes on. Writes nothing where there is no terminal. */
export class ProgressLine {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Whether there is a terminal to write it on. */
  get isShown(): boolean {
    return this.#terminal.stderr.isTTY === true;
  }

  /** Shows what is done, with a bar and figures where both counts of bytes are known. */
  show(what: string, figures: Figures = {}): void {
    if (this.isShown) this.#write(this.#describe(what, figures));
  }

  /** Takes the line away. */
  clear(): void {
    if (this.isShown) this.#terminal.stderr.write('\r\u001B[K');
  }

  #describe(what: string, figures: Figures): string {
    const { completedBytes, totalBytes, bytesPerSecond, secondsLeft } = figures;
    if (completedBytes === undefined || totalBytes === undefined || totalBytes === 0)
      return `${what} …`;
    const share = Math.min(1, completedBytes / totalBytes);
    const isOnTheWay = share >= LEAST_SHARE && share < 1;
    const speed =
      isOnTheWay && bytesPerSecond !== undefined ? `  ${formatSize(bytesPerSecond)}/s` : '';
    const left = isOnTheWay && secondsLeft !== undefined ? `  ${formatTime(secondsLeft)} left` : '';
    const sizes = `${formatSize(completedBytes)} of ${formatSize(totalBytes)}`;
    const text = `${percentOf(share)}  ${sizes}${speed}${left}`;
    const room = this.#columns() - what.length - text.length - ' [] '.length - 1;
    return `${what} ${barOf(share, Math.min(room, LONGEST_BAR))}${text}`;
  }

  #columns(): number {
    const { stderr } = this.#terminal;
    const told = 'columns' in stderr ? stderr.columns : undefined;
    return typeof told === 'number' && told > 1 ? told : USUAL_COLUMNS;
  }

  #write(text: string): void {
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
