import { StringDecoder } from 'node:string_decoder';
import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import { isWebPage, showableText } from '../errors/daemon-text.ts';

/** Longest line that is read. Lines of 10 MB are real; one without an end must not fill the memory. */
export const LONGEST_LINE_BYTES = 32 * 1024 * 1024;

/** The value of one line. */
export type LineValue = Readonly<Record<string, unknown>>;

/**
 * Reads newline-delimited JSON, for every route that streams. A character that is split over pieces is put together; a
 * line ends at a line feed and nowhere else. CRLF, a byte-order mark, blank lines, U+2028 in a text and a last line
 * without an end are fine. The cost is linear in the bytes, whatever the pieces are.
 */
export class NdjsonReader {
  readonly #decoder = new StringDecoder('utf8');
  /** The line that has not ended yet. Strings are joined without copying, so a long one costs no more than its length. */
  #rest = '';
  #restBytes = 0;
  #lineNumber = 0;

  /**
   * Takes a piece and adds the values of the lines that end in it. Throws OLLAMA_BAD_STREAM for a line that is no JSON
   * object or longer than 32 MiB, and OLLAMA_NOT_OLLAMA for a web page; the values of the lines before it are there.
   */
  push(bytes: Buffer, values: LineValue[]): void {
    const text = this.#decoder.write(bytes);
    const end = text.indexOf('\n');
    if (end === -1) return this.#keep(text, bytes.length);
    // A daemon flushes after each line, so this is nearly every piece of a stream that is read as it comes.
    if (end === text.length - 1) {
      const line = this.#rest === '' ? text : this.#rest + text;
      this.#rest = '';
      this.#restBytes = 0;
      return this.#read(line, values);
    }
    // Splitting natively is much cheaper than searching by hand, above all before the code is optimised.
    const lines = text.split('\n');
    const last = lines.length - 1;
    this.#read(this.#rest + lines[0], values);
    for (let index = 1; index < last; index += 1) this.#read(lines[index] ?? '', values);
    this.#rest = lines[last] ?? '';
    this.#restBytes = this.#rest.length;
  }

  /** Adds the value of what stands after the last line end. Throws OLLAMA_STREAM_TRUNCATED when it is half a line. */
  end(values: LineValue[]): void {
    const line = this.#rest + this.#decoder.end();
    this.#rest = '';
    try {
      this.#read(line, values);
    } catch (cause) {
      if (isWebPage(line)) throw cause;
      throw new NodetoolError(
        'OLLAMA_STREAM_TRUNCATED',
        'The answer ended in the middle of a line.',
        {
          cause,
        },
      );
    }
  }

  #read(line: string, values: LineValue[]): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      if (line.trim() === '') return;
      // A byte-order mark stands before the first line only.
      if (this.#lineNumber > 0 || !line.startsWith('\uFEFF')) throw this.#badLine(line, cause);
      this.#lineNumber = 1;
      return this.#read(line.slice(1), values);
    }
    this.#lineNumber += 1;
    if (!isRecord(value)) throw this.#badLine(line, undefined);
    values.push(value);
  }

  #keep(text: string, sizeBytes: number): void {
    this.#rest += text;
    this.#restBytes += sizeBytes;
    if (this.#restBytes <= LONGEST_LINE_BYTES) return;
    this.#rest = '';
    const limit = `${LONGEST_LINE_BYTES / 1024 / 1024} MiB`;
    throw new NodetoolError('OLLAMA_BAD_STREAM', `The daemon sent a line of more than ${limit}.`);
  }

  #badLine(line: string, cause: unknown): NodetoolError {
    if (this.#lineNumber <= 1 && isWebPage(line)) {
      const message = 'The address answers with a web page.';
      return new NodetoolError('OLLAMA_NOT_OLLAMA', message, { cause });
    }
    return new NodetoolError(
      'OLLAMA_BAD_STREAM',
      `After ${this.#lineNumber} lines came one that is not a JSON object.`,
      { cause, details: { text: showableText(line.slice(0, 200)) } },
    );
  }
}
