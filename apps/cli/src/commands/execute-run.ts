import type { RunLauncher, RunResult } from '@nodetool-ai/engine';
import { NodetoolError } from '@nodetool-ai/graph';
import type { RunEvent, Workflow } from '@nodetool-ai/graph';
import type { Invocation } from '../arguments/command.ts';
import { parseDurationMs } from '../arguments/parse-duration.ts';
import { usageError } from '../arguments/usage-error.ts';
import { exitCodeOf } from '../exit-code.ts';
import { AnswerPrinter } from '../output/answer-printer.ts';
import { printError } from '../output/print-error.ts';
import { writeJson } from '../output/write-json.ts';
import type { Terminal } from '../terminal.ts';

/** One run of a command. */
export interface RunOrder {
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  readonly launcher: RunLauncher;
  readonly workflow: Workflow;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The nodes whose results are printed. */
  readonly shownNodes: readonly string[];
  /** Gives the object that `--json` prints. */
  readonly toJson: (result: RunResult) => unknown;
}

/** Runs, prints as it is wanted, and gives the exit code. */
export async function executeRun(order: RunOrder): Promise<number> {
  const { invocation, terminal, launcher, workflow, parameters, shownNodes } = order;
  const isJson = invocation.flag('json');
  const isLines = invocation.flag('jsonl');
  if (isJson && isLines) throw usageError('--json and --jsonl exclude each other.');
  const limit = withTimeLimit(terminal.signal, invocation.text('timeout'));
  const run = launcher.launch({
    workflow,
    signal: limit.signal,
    ...(parameters === undefined ? {} : { parameters }),
  });
  const printer = new AnswerPrinter({
    terminal,
    workflow,
    shownNodes,
    isQuiet: invocation.flag('quiet') || isJson || isLines,
  });
  try {
    for await (const event of run.events()) {
      if (isLines) writeJson(terminal, event);
      else if (!isJson) printer.take(event);
      await drained(terminal, event);
    }
    const result = await run.result;
    if (isJson) writeJson(terminal, order.toJson(result), 2);
    else if (!isLines) printer.finish(result);
    // Who stopped reading wants to hear no more.
    const isReaderGone = result.error?.details?.['isReaderGone'] === true;
    if (result.error !== undefined && !isReaderGone) printError(terminal, result.error);
    if (result.journalError !== undefined) {
      terminal.stderr.write(
        `warning: the record of this run could not be written: ${result.journalError}\n`,
      );
    }
    return exitCodeOf(result.error?.code);
  } finally {
    limit.stop();
  }
}

/** A reader that is slow, or gone, must not fill our memory. */
async function drained(terminal: Terminal, event: RunEvent): Promise<void> {
  const { stdout } = terminal;
  if (!stdout.writableNeedDrain || stdout.destroyed || event.type === 'run-end') return;
  await new Promise<void>((resolve) => {
    const go = () => {
      for (const name of ['drain', 'close', 'error']) stdout.removeListener(name, go);
      resolve();
    };
    for (const name of ['drain', 'close', 'error']) stdout.once(name, go);
  });
}

function withTimeLimit(signal: AbortSignal, timeout: string | undefined) {
  if (timeout === undefined) return { signal, stop: () => {} };
  const limitMs = parseDurationMs(timeout);
  const controller = new AbortController();
  const forward = () => controller.abort(signal.reason);
  if (signal.aborted) forward();
  signal.addEventListener('abort', forward, { once: true });
  const timer = setTimeout(() => {
    controller.abort(new NodetoolError('NODE_TIMED_OUT', `The run took longer than ${timeout}.`));
  }, limitMs);
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', forward);
    },
  };
}
