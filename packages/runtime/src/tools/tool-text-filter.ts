import type { ProviderTool } from '../providers/messages.ts';
import { readLineCalls } from './forms/line-calls.ts';
import { readMarkedCalls } from './forms/marked-call.ts';
import {
  readFencedCalls,
  readFenceOpening,
  skipFenceClosing,
  skipRun,
} from './forms/tool-fence.ts';
import type { Fence } from './forms/tool-fence.ts';
import { OfferedTools } from './offered-tools.ts';
import { ShownText } from './shown-text.ts';
import { character, isBlank } from './source/character.ts';
import { skipBlanks } from './source/read-space.ts';
import { waitForUnit } from './source/reading.ts';
import type { Reading } from './source/reading.ts';
import { END, TextSource } from './source/text-source.ts';
import type { FoundCall, TextToolCall } from './text-tool-call.ts';

/**
 * Attempts that came to nothing may look at a character this often on average before no further ones are made: the time
 * that a text takes grows with its length and no faster, whatever it is.
 */
const MAX_READS_PER_UNIT = 16;
/** Reads that are free, so that a text may begin with something hard. */
const FREE_READS = 65_536;

/**
 * Takes the calls of tools out of a text that arrives in pieces. What is text is given at once; what may become a call
 * is held back until that is certain. The pieces may be cut anywhere.
 */
export class ToolTextFilter {
  readonly #offered: OfferedTools;
  readonly #source = new TextSource();
  readonly #shown = new ShownText();
  readonly #calls: TextToolCall[] = [];
  readonly #scanning: Reading<void>;
  /** Up to where the text was dealt with. */
  #released = 0;
  /** Where what may be a call begins; undefined while reading text. */
  #attempt: number | undefined;
  #fence: Fence | undefined;

  constructor(tools: readonly ProviderTool[]) {
    this.#offered = new OfferedTools(tools);
    this.#scanning = this.#scan();
  }

  /** How many characters were looked at so far, each time counted: a measure of the work. */
  get reads(): number {
    return this.#source.reads;
  }

  /** Takes the next piece and gives what may be shown now, `''` when nothing may. */
  push(piece: string): string {
    this.#source.append(piece);
    this.#scanning.next();
    this.#release();
    return this.#shown.take();
  }

  /** Ends the text. Gives what is still to be shown, and all calls in their order. */
  end(): { readonly text: string; readonly calls: readonly TextToolCall[] } {
    this.#source.finish();
    this.#scanning.next();
    this.#release();
    return { text: this.#shown.end(), calls: this.#calls };
  }

  *#scan(): Reading<void> {
    for (;;) {
      const hasOpened = yield* this.#readLineStart();
      if (yield* this.#readRestOfLine(hasOpened)) return;
    }
  }

  /** Reads the beginning of a line: calls that stand alone there, or a fence. True when it opens one without calls. */
  *#readLineStart(): Reading<boolean> {
    if (this.#fence !== undefined) {
      if (yield* skipFenceClosing(this.#source, this.#fence)) this.#fence = undefined;
      return false;
    }
    if (this.#isExhausted) return false;
    const lineStart = this.#source.position;
    this.#attempt = lineStart;
    const unit = yield* skipBlanks(this.#source);
    const start = this.#source.position;
    if (unit === character.backtick || unit === character.tilde) {
      return yield* this.#readFence(lineStart, start);
    }
    const isEmpty = unit === character.newline || unit === END;
    const found = isEmpty ? undefined : yield* readLineCalls(this.#source, this.#offered);
    this.#settle(found, lineStart, start);
    return false;
  }

  *#readFence(lineStart: number, start: number): Reading<boolean> {
    const fence = yield* readFenceOpening(this.#source);
    const opened = this.#source.position;
    const found = fence && (yield* readFencedCalls(this.#source, this.#offered, fence));
    const isOther = fence !== undefined && found === undefined;
    if (isOther) this.#fence = fence;
    // What a fence without calls holds is not looked at again.
    this.#settle(found, isOther ? opened : lineStart, start);
    return isOther;
  }

  /** Goes to the beginning of the next line; true when the text ends before. */
  *#readRestOfLine(hasOpened: boolean): Reading<boolean> {
    let isBehindProse = false;
    let codeRun = 0;
    for (;;) {
      const unit = this.#source.peek() ?? (yield* waitForUnit(this.#source));
      if (unit === END) return true;
      if (unit === character.newline) {
        this.#source.position += 1;
        return false;
      }
      if (unit === character.backtick) {
        // The line that opens a fence has no further backticks, so that was code within the line.
        if (hasOpened && this.#fence?.unit === unit) {
          codeRun = this.#fence.length;
          this.#fence = undefined;
        }
        const run = yield* skipRun(this.#source, unit);
        codeRun = codeRun === 0 ? run : codeRun === run ? 0 : codeRun;
        isBehindProse = true;
      } else {
        const mayBeMarked = unit === character.less || unit === character.openBracket;
        const isText = this.#fence !== undefined || codeRun > 0 || !mayBeMarked;
        if (isText || !(yield* this.#readMarked(isBehindProse))) {
          this.#source.position += 1;
          isBehindProse ||= !isBlank(unit);
        }
      }
    }
  }

  *#readMarked(isBehindProse: boolean): Reading<boolean> {
    if (this.#isExhausted) return false;
    const start = this.#source.position;
    this.#attempt = start;
    const found = yield* readMarkedCalls(this.#source, this.#offered, isBehindProse);
    return this.#settle(found, start, start);
  }

  get #isExhausted(): boolean {
    return this.#source.reads > this.#source.position * MAX_READS_PER_UNIT + FREE_READS;
  }

  /** Ends an attempt: takes the calls out of the text, or goes back. */
  #settle(found: readonly FoundCall[] | undefined, back: number, start: number): boolean {
    if (found === undefined) {
      this.#source.position = back;
      this.#attempt = undefined;
      return false;
    }
    this.#release();
    this.#attempt = undefined;
    const end = this.#source.position;
    this.#shown.cut();
    this.#released = end;
    this.#calls.push(...found.map((call) => ({ ...call, start, end })));
    return true;
  }

  /** Hands on what is certain to be text. */
  #release(): void {
    const end = this.#attempt ?? this.#source.position;
    if (end <= this.#released) return;
    this.#shown.write(this.#source.slice(this.#released, end));
    this.#released = end;
    this.#source.forget(end);
  }
}
