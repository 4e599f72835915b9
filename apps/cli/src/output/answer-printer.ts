import type { RunResult } from '@nodetool-ai/engine';
import type { RunEvent, RunEventOf, Workflow } from '@nodetool-ai/graph';
import { dim, safeFor } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { printedValues } from './printed-values.ts';

/** What is printed of a run. */
export interface AnswerPrinterOptions {
  readonly terminal: Terminal;
  readonly workflow: Workflow;
  /** The nodes whose results are printed. */
  readonly shownNodes: readonly string[];
  readonly isQuiet: boolean;
}

/**
 * Prints a run for people: the answer on stdout, as it comes where there is only one; thinking and status on stderr,
 * where that is a terminal.
 */
export class AnswerPrinter {
  readonly #options: AnswerPrinterOptions;
  /** The one port whose text is printed as it comes, `node port`. */
  readonly #live: string | undefined;
  #hasPrinted = false;
  #endsWithLine = true;
  #statusLength = 0;
  /** Thinking stands on the present line of stderr. */
  #isMidThought = false;

  constructor(options: AnswerPrinterOptions) {
    this.#options = options;
    this.#live = findLivePort(options.workflow, options.shownNodes);
  }

  /** Shows an event, if it is one to show. */
  take(event: RunEvent): void {
    if (event.type === 'node-delta') this.#takeDelta(event);
    else if (event.type === 'node-wait')
      this.#status(`${event.phase}${event.model === undefined ? '' : ` ${event.model}`} …`);
    else if (event.type === 'log')
      this.#note(event.level === 'warning' ? `warning: ${event.message}` : event.message);
    else if (event.type === 'node-end' && event.usage?.tokensPerSecond !== undefined) {
      const { outputTokens, tokensPerSecond, model } = event.usage;
      this.#endLine();
      this.#status('');
      if (this.#shows()) {
        const figures = `${model ?? ''}: ${outputTokens ?? '?'} tokens, ${tokensPerSecond.toFixed(1)} tokens/s`;
        this.#options.terminal.stderr.write(`${dim(this.#options.terminal, figures)}\n`);
      }
    }
  }

  /** Prints what was not printed as it came. */
  finish(result: RunResult): void {
    const { terminal, shownNodes } = this.#options;
    this.#status('');
    this.#endLine();
    if (this.#hasPrinted) return;
    const results = shownNodes.flatMap((id) => {
      const values = printedValues(result.nodes[id]?.outputs ?? {});
      return values.map((value) => ({ id, value }));
    });
    for (const { id, value } of results) {
      if (shownNodes.length > 1) terminal.stdout.write(`== ${id}\n`);
      terminal.stdout.write(`${safeFor(terminal.stdout, value).replace(/\n+$/, '')}\n`);
    }
  }

  #takeDelta(event: RunEventOf<'node-delta'>): void {
    const { terminal } = this.#options;
    if (event.port === 'thinking') {
      if (this.#shows()) {
        this.#status('');
        terminal.stderr.write(dim(terminal, safeFor(terminal.stderr, event.text)));
        this.#isMidThought = !event.text.endsWith('\n');
      }
      return;
    }
    if (`${event.nodeId} ${event.port}` !== this.#live) return;
    this.#status('');
    this.#endThought();
    terminal.stdout.write(safeFor(terminal.stdout, event.text));
    this.#hasPrinted = true;
    this.#endsWithLine = event.text.endsWith('\n');
  }

  #shows(): boolean {
    return this.#options.terminal.stderr.isTTY === true && !this.#options.isQuiet;
  }

  #endThought(): void {
    if (this.#isMidThought) this.#options.terminal.stderr.write('\n');
    this.#isMidThought = false;
  }

  #endLine(): void {
    this.#endThought();
    if (this.#endsWithLine) return;
    this.#options.terminal.stdout.write('\n');
    this.#endsWithLine = true;
  }

  /** A line that the next one replaces; nothing where nobody would see it. */
  #status(text: string): void {
    if (!this.#shows() || (text === '' && this.#statusLength === 0)) return;
    // A line that holds something already must not be written over.
    if (!this.#endsWithLine || this.#isMidThought) return;
    const { terminal } = this.#options;
    terminal.stderr.write(
      `\r${' '.repeat(this.#statusLength)}\r${dim(terminal, safeFor(terminal.stderr, text))}`,
    );
    this.#statusLength = text.length;
  }

  #note(text: string): void {
    if (this.#options.isQuiet) return;
    this.#status('');
    this.#endLine();
    this.#options.terminal.stderr.write(`${safeFor(this.#options.terminal.stderr, text)}\n`);
  }
}

/** The text stream that leads straight to the only shown node, or is its own. */
function findLivePort(workflow: Workflow, shownNodes: readonly string[]): string | undefined {
  const [only, ...others] = shownNodes;
  if (only === undefined || others.length > 0) return undefined;
  const sources = workflow.graph.edges.filter((edge) => edge.target === only);
  const [source] = sources;
  if (source === undefined) return `${only} text`;
  return sources.length === 1 ? `${source.source} ${source.sourceHandle}` : undefined;
}
