/** Collects a body up to a limit; what comes after it is not kept. */
export class BodyCollector {
  readonly #mostBytes: number;
  readonly #pieces: Buffer[] = [];
  #sizeBytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Takes a piece; false once the body is longer than the limit. */
  add(bytes: Buffer): boolean {
    const room = this.#mostBytes - this.#sizeBytes;
    if (room > 0) this.#pieces.push(bytes.length > room ? bytes.subarray(0, room) : bytes);
    this.#sizeBytes += bytes.length;
    return this.#sizeBytes <= this.#mostBytes;
  }

  /** What was collected, as text; a byte-order mark is left out. */
  text(): string {
    const text = Buffer.concat(this.#pieces).toString('utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
}
