import { StringDecoder } from 'node:string_decoder';

/** So much of what a program says is kept; its last words say why it ended. */
const KEPT_CHARACTERS = 8192;
const LAST_LINES = 12;

/** Keeps the end of what a program writes. */
export class OutputTail {
  readonly #decoder = new StringDecoder('utf8');
  #text = '';

  /** Takes a piece of the output. */
  take(chunk: Buffer): void {
    this.#text = (this.#text + this.#decoder.write(chunk)).slice(-KEPT_CHARACTERS);
  }

  /** The last lines that are not blank, at most twelve; empty when nothing was written. */
  lastLines(): string {
    const lines = this.#text.split('\n').map((line) => line.trimEnd());
    return lines
      .filter((line) => line !== '')
      .slice(-LAST_LINES)
      .join('\n');
  }
}
