import type { ProviderTool } from '../providers/messages.ts';
import { toJsonCall } from './forms/json-call.ts';
import { skipRun } from './forms/tool-fence.ts';
import { character } from './source/character.ts';
import { readOneOf } from './source/read-literal.ts';
import { skipSpace } from './source/read-space.ts';
import { waitForUnit } from './source/reading.ts';
import type { Reading } from './source/reading.ts';
import { END, TextSource } from './source/text-source.ts';
import type { TextToolCall } from './text-tool-call.ts';
import { ToolTextFilter } from './tool-text-filter.ts';
import { readEscape } from './values/read-escape.ts';
import { readString } from './values/read-string.ts';
import { readValue } from './values/read-value.ts';

/** Any name: one that is not offered is a mistake to be put right, and no text. */
const ANY_NAME = { has: () => true };

/** What came of an envelope. */
export interface EnvelopeEnd {
  /** What is still to be shown. */
  readonly text: string;
  readonly calls: readonly TextToolCall[];
  /**
   * Whether it was `{"tool_calls":…}` or `{"answer":…}`, at least as far as it goes. Else the text was read like any
   * other, see `parseToolText`.
   */
  readonly isEnvelope: boolean;
  /**
   * Whether the text ended within an envelope, as it does when the answer reaches its limit of tokens. Of calls that
   * were cut off none counts, and `isEnvelope` is false.
   */
  readonly isCutOff: boolean;
}

/**
 * Reads what a model without tools wrote in the form of `envelopeSchema` while it arrives: the answer comes out as
 * plain text at once, calls at the end. What is no envelope is read like `parseToolText` reads it; what follows an
 * envelope too. The names of the calls of an envelope are not checked.
 */
export class EnvelopeReader {
  readonly #tools: readonly ProviderTool[];
  readonly #source = new TextSource();
  readonly #reading: Reading<void>;
  readonly #calls: TextToolCall[] = [];
  /** Reads what is no envelope, and where that begins. */
  #other: { readonly filter: ToolTextFilter; readonly start: number } | undefined;
  /** Up to where it was an envelope; undefined before anything of it was certain. */
  #certain: number | undefined;
  readonly #seen = new Set<string>();
  #isRead = false;
  #isCutOff = false;
  #ready = '';

  constructor(tools: readonly ProviderTool[]) {
    this.#tools = tools;
    this.#reading = this.#read();
  }

  /** Takes the next piece and gives what may be shown of the answer now, `''` when nothing may. */
  push(piece: string): string {
    if (this.#other !== undefined) return this.#other.filter.push(piece);
    this.#source.append(piece);
    return this.#advance();
  }

  /** Ends the text. */
  end(): EnvelopeEnd {
    this.#source.finish();
    const text = this.#other === undefined ? this.#advance() : '';
    const isEnvelope = this.#certain !== undefined;
    const isCutOff = this.#isCutOff;
    if (this.#other === undefined) {
      return { text: text + this.#ready, calls: this.#calls, isEnvelope, isCutOff };
    }
    const { filter, start } = this.#other;
    const rest = filter.end();
    const moved = rest.calls.map((call) => ({
      ...call,
      start: call.start + start,
      end: call.end + start,
    }));
    return { text: text + rest.text, calls: [...this.#calls, ...moved], isEnvelope, isCutOff };
  }

  #advance(): string {
    if (this.#reading.next().done === true && !this.#isRead) {
      const start = this.#certain ?? 0;
      this.#other = { filter: new ToolTextFilter(this.#tools), start };
      const shown = this.#take(true);
      return shown + this.#other.filter.push(this.#source.slice(start, this.#source.end));
    }
    return this.#take(false);
  }

  *#read(): Reading<void> {
    const source = this.#source;
    const isFenced = yield* this.#skipFenceOpening();
    if ((yield* skipSpace(source)) !== character.openBrace) return;
    source.position += 1;
    let unit = yield* skipSpace(source);
    while (unit !== character.closeBrace) {
      if (!(yield* this.#readMember())) return;
      this.#certain = source.position;
      unit = yield* skipSpace(source);
      // A text that was cut off is an envelope as far as it goes.
      if (unit === END) {
        this.#isCutOff = true;
        break;
      }
      if (unit !== character.comma && unit !== character.closeBrace) return;
      if (unit === character.comma) {
        source.position += 1;
        unit = yield* skipSpace(source);
      }
    }
    if (this.#certain === undefined) return;
    if (unit === character.closeBrace) source.position += 1;
    this.#certain = source.position;
    yield* skipSpace(source);
    if (isFenced) yield* skipRun(source, character.backtick);
    this.#isRead = (yield* skipSpace(source)) === END;
  }

  *#skipFenceOpening(): Reading<boolean> {
    if ((yield* skipSpace(this.#source)) !== character.backtick) return false;
    yield* skipRun(this.#source, character.backtick);
    yield* readOneOf(this.#source, ['json']);
    return true;
  }

  /** Reads one member; false when it is none of an envelope. */
  *#readMember(): Reading<boolean> {
    const source = this.#source;
    if (source.peek() !== character.doubleQuote) return false;
    const key = yield* readString(source, 'json');
    if ((key !== 'answer' && key !== 'tool_calls') || this.#seen.has(key)) return false;
    this.#seen.add(key);
    if ((yield* skipSpace(source)) !== character.colon) return false;
    source.position += 1;
    const unit = yield* skipSpace(source);
    if (key === 'answer' && unit === character.doubleQuote) return yield* this.#readAnswer();
    const start = source.position;
    const value = yield* readValue(source, 'json');
    if (value === undefined) this.#isCutOff = (yield* waitForUnit(source)) === END;
    if (value === null) return true;
    if (key === 'answer' || !Array.isArray(value)) return false;
    const calls = value.map((call) => toJsonCall(call, ANY_NAME, 'json-tool-calls'));
    const certain = calls.filter((call) => call !== undefined);
    const end = source.position;
    this.#calls.push(...certain.map((call) => ({ ...call, start, end })));
    return certain.length === calls.length;
  }

  /** Reads the text of the answer and makes it ready while it arrives; false when an escape in it is none. */
  *#readAnswer(): Reading<boolean> {
    const source = this.#source;
    source.position += 1;
    let from = source.position;
    for (;;) {
      const unit = source.peek();
      if (
        unit === undefined ||
        unit === END ||
        unit === character.doubleQuote ||
        unit === character.backslash
      ) {
        this.#ready += source.slice(from, source.position);
        from = source.position;
        this.#certain = from;
      }
      if (unit === undefined) yield;
      else if (unit === END) return true;
      else if (unit === character.doubleQuote) {
        source.position += 1;
        return true;
      } else if (unit === character.backslash) {
        const text = yield* readEscape(source, 'json');
        if (text === undefined) return (yield* waitForUnit(source)) === END;
        this.#ready += text;
        from = source.position;
      } else source.position += 1;
    }
  }

  /** Gives what is ready, without half a character at its end while its other half may come. */
  #take(isAll: boolean): string {
    const last = this.#ready.charCodeAt(this.#ready.length - 1);
    const isHalf = !isAll && last >= 0xd8_00 && last <= 0xdb_ff;
    const shown = isHalf ? this.#ready.slice(0, -1) : this.#ready;
    this.#ready = isHalf ? this.#ready.slice(-1) : '';
    return shown;
  }
}
