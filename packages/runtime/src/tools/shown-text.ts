/** The blanks around the calls that stand between two texts. */
interface Gap {
  /** Whether there were any. */
  readonly hasBlanks: boolean;
  /** Most newlines between a text or a call and the next one, up to 2. */
  readonly newlines: number;
  /** The blanks behind the last call. */
  readonly behind: string;
}

/**
 * Gathers what is left of a text when calls are taken out of it. The blank lines around a call go with it, so newlines
 * wait until it is clear what follows them.
 */
export class ShownText {
  #ready = '';
  /** Blanks from a newline on, that a call may still take away. */
  #waiting = '';
  /** Since the last text; undefined when no call came since. */
  #gap: Gap | undefined;
  #last = '';

  /** Adds text. */
  write(text: string): void {
    const solid = text.trimEnd();
    if (this.#gap !== undefined) {
      const blanks = text.slice(0, text.length - text.trimStart().length);
      this.#gap = { ...this.#gap, behind: this.#gap.behind + blanks };
      if (solid === '') return;
      this.#closeGap(this.#gap);
      this.write(text.slice(blanks.length));
      return;
    }
    if (solid !== '') this.#show(this.#waiting);
    else if (this.#waiting !== '') {
      this.#waiting += text;
      return;
    }
    const newline = text.indexOf('\n', solid.length);
    this.#show(newline === -1 ? text : text.slice(0, newline));
    this.#waiting = newline === -1 ? '' : text.slice(newline);
  }

  /** Says that a call stood here. */
  cut(): void {
    const gap = this.#gap ?? { hasBlanks: false, newlines: 0, behind: this.#waiting };
    this.#gap = { ...withBehind(gap), behind: '' };
    this.#waiting = '';
  }

  /** Gives what may be shown now and was not given before. */
  take(): string {
    const text = this.#ready;
    this.#ready = '';
    return text;
  }

  /** Gives the rest. */
  end(): string {
    this.#show(this.#waiting);
    this.#waiting = '';
    return this.take();
  }

  /** Joins the texts before and behind calls as far apart as they were, but by one empty line at most. */
  #closeGap(gap: Gap): void {
    this.#gap = undefined;
    const { hasBlanks, newlines, behind } = withBehind(gap);
    // Blanks of the line on which the text goes on are its own.
    const indentation = behind.includes('\n') ? behind.slice(behind.lastIndexOf('\n') + 1) : '';
    if (this.#last === '') this.#show(indentation);
    else if (newlines > 0) this.#show('\n'.repeat(newlines) + indentation);
    else if (hasBlanks && this.#last.trim() !== '') this.#show(' ');
  }

  #show(text: string): void {
    if (text === '') return;
    this.#ready += text;
    this.#last = text.at(-1) ?? '';
  }
}

/** Counts in the blanks behind the last call. */
function withBehind({ hasBlanks, newlines, behind }: Gap): Gap {
  return {
    hasBlanks: hasBlanks || behind !== '',
    newlines: Math.max(newlines, behind.split('\n', 3).length - 1),
    behind,
  };
}
