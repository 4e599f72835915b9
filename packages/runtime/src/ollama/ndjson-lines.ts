import { NodetoolError } from '@nodetool-ai/graph';

/** Longest line that is read. Answers of 10 MB are real; a line without an end must not fill the memory. */
export const LONGEST_LINE_BYTES = 32 * 1024 * 1024;

const NEWLINE = 10;
const none: readonly unknown[] = [];

/**
 * Cuts bytes at line ends and parses each line as JSON: whole lines are decoded, so a character that is split over two
 * pieces is never damaged. Blank lines, CRLF, a byte-order mark and a last line without an end are fine.
 */
export class NdjsonLines {
  #rest: Buffer[] = [];
  #restBytes = 0;
  #isFirst = true;
  /** What was wrong with a line after good ones: they are given first. */
  #failure: Error | undefined;

  /** The values of the lines that end within this piece. Throws OLLAMA_BAD_STREAM for what is not JSON or has no end. */
  push(piece: Buffer): readonly unknown[] {
    if (this.#failure !== undefined) throw this.#failure;
    const end = piece.lastIndexOf(NEWLINE);
    if (end === -1) {
      this.#keep(piece);
      return none;
    }
    const whole = piece.subarray(0, end);
    const text = this.#restBytes === 0 ? whole.toString('utf8') : this.#join(whole);
    this.#rest = [];
    this.#restBytes = 0;
    if (end + 1 < piece.length) this.#keep(piece.subarray(end + 1));
    return this.#parse(text);
  }

  /** The value of a last line without an end, if there is one. */
  flush(): readonly unknown[] {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#restBytes === 0) return none;
    const text = this.#join(Buffer.alloc(0));
    this.#rest = [];
    this.#restBytes = 0;
    return this.#parse(text);
  }

  #join(last: Buffer): string {
    return Buffer.concat([...this.#rest, last]).toString('utf8');
  }

  #keep(piece: Buffer): void {
    this.#rest.push(piece);
    this.#restBytes += piece.length;
    if (this.#restBytes > LONGEST_LINE_BYTES) {
      throw new NodetoolError(
        'OLLAMA_BAD_STREAM',
        `The daemon sent a line of more than ${LONGEST_LINE_BYTES / 1024 / 1024} MiB without an end.`,
      );
    }
  }

  #parse(text: string): readonly unknown[] {
    const values: unknown[] = [];
    for (const line of text.split('\n')) {
      if (line === '' || line === '\r') continue;
      const json = this.#isFirst && line.startsWith('\uFEFF') ? line.slice(1) : line;
      this.#isFirst = false;
      try {
        values.push(JSON.parse(json));
      } catch (error) {
        if (json.trim() === '') continue;
        this.#failure = badLine(json, error);
        if (values.length === 0) throw this.#failure;
        break;
      }
    }
    return values;
  }
}

function badLine(line: string, cause: unknown): NodetoolError {
  if (/^\s*<(!doctype|html)/i.test(line)) {
    return new NodetoolError(
      'OLLAMA_NOT_OLLAMA',
      'The address answers with a web page, so it is not Ollama.',
      { cause },
    );
  }
  const excerpt = line.length > 120 ? `${line.slice(0, 120)}…` : line;
  return new NodetoolError(
    'OLLAMA_BAD_STREAM',
    `The daemon sent a line that is not JSON: ${excerpt}`,
    { cause },
  );
}
