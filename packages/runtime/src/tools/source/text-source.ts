/** What `peek` gives behind the last character of a text that is complete. */
export const END = -1;

const FIRST_SIZE = 1024;

/**
 * A text that arrives in pieces and is read character by character (UTF-16 units). Positions count from the beginning
 * of the whole text, also after its first part was forgotten. Every piece is copied once, whatever its size.
 */
export class TextSource {
  /** The next character to be read. */
  position = 0;
  #units = new Uint16Array(FIRST_SIZE);
  #start = 0;
  #end = 0;
  #isEnded = false;
  #reads = 0;

  /** How many characters were looked at so far, each time counted. */
  get reads(): number {
    return this.#reads;
  }

  /** The end of what is there. */
  get end(): number {
    return this.#end;
  }

  /** Adds a piece. */
  append(piece: string): void {
    const needed = this.#end - this.#start + piece.length;
    if (needed > this.#units.length) {
      const grown = new Uint16Array(Math.max(needed, this.#units.length * 2));
      grown.set(this.#units.subarray(0, this.#end - this.#start));
      this.#units = grown;
    }
    for (let index = 0; index < piece.length; index += 1) {
      this.#units[this.#end - this.#start] = piece.charCodeAt(index);
      this.#end += 1;
    }
  }

  /** Says that no piece will follow. */
  finish(): void {
    this.#isEnded = true;
  }

  /** The character at the position or so many behind it; END behind the last one, undefined while it is not there. */
  peek(offset = 0): number | undefined {
    const at = this.position + offset;
    if (at >= this.#end) return this.#isEnded ? END : undefined;
    this.#reads += 1;
    return this.#units[at - this.#start];
  }

  /** A part of the text that is not forgotten. */
  slice(start: number, end: number): string {
    const parts: string[] = [];
    // A call takes a bounded number of arguments.
    const most = 8192;
    for (let at = start; at < end; at += most) {
      const units = this.#units.subarray(at - this.#start, Math.min(end, at + most) - this.#start);
      parts.push(String.fromCharCode(...units));
    }
    return parts.join('');
  }

  /** Gives up what stands before the position given; it is never asked for again. */
  forget(before: number): void {
    const length = this.#end - this.#start;
    // At least as much goes as has to be moved, so that each character is moved a bounded number of times.
    if (before - this.#start < Math.max(FIRST_SIZE, length / 2)) return;
    this.#units.copyWithin(0, before - this.#start, length);
    this.#start = before;
  }
}
