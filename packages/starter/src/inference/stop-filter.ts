/** Lets text through until a stop text occurs, however the pieces are cut. */
export class StopFilter {
  readonly #stops: readonly string[];
  #held = '';

  /** Empty stop texts are ignored. */
  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** The text that may go out; `isStopped` once a stop text has occurred, which is not part of it. */
  add(text: string): { readonly text: string; readonly isStopped: boolean } {
    const all = this.#held + text;
    const found = this.#stops.map((stop) => all.indexOf(stop)).filter((index) => index >= 0);
    if (found.length > 0) {
      this.#held = '';
      return { text: all.slice(0, Math.min(...found)), isStopped: true };
    }
    const free = all.length - this.#heldLength(all);
    this.#held = all.slice(free);
    return { text: all.slice(0, free), isStopped: false };
  }

  /** What was held back because a stop text might have begun. */
  end(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }

  /** Length of the longest end of the text that begins a stop text. */
  #heldLength(text: string): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
