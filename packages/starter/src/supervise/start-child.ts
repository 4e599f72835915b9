import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import { OutputTail } from './output-tail.ts';

/** How a child process is started. */
export interface StartChildOptions {
  /** What stands after the program: the file of the child and its parameters. */
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Longest wait until it listens. */
  readonly timeoutMs: number;
  /** Ends the start. */
  readonly signal: AbortSignal;
}

/** How a child process came to its end. */
export interface ChildEnd {
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The last lines that it wrote to stderr. */
  readonly lastLines: string;
}

/** A child process that listens. */
export interface RunningChild {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly pid: number;
  /** Never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** Asks it to end, and kills it when it takes longer than `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

/** A line that is longer is none of the child's own. */
const LONGEST_LINE = 64 * 1024;

/**
 * Starts a child process and waits for the line by which it says where it listens. Its stdin stays open and is never
 * written to: it ends with this process, whatever ends that one, and then the child ends too. It does not keep this
 * process alive. Rejects with STARTER_START_FAILED.
 */
export async function startChild(options: StartChildOptions): Promise<RunningChild> {
  const child = spawn(process.execPath, [...options.parameters], {
    env: options.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: the person's Ctrl-C cancels what runs here, and must not look like a crash of the child.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const tail = new OutputTail();
  child.stderr.on('data', (chunk: Buffer) => tail.take(chunk));
  // A pipe that breaks is told by the end of the process.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  const ended = endOf(child, tail);
  try {
    const { url, pid } = await listening(child, ended, options);
    // What it prints later is nobody's business, but must not fill the pipe.
    child.stdout.resume();
    letGo(child);
    return { url, pid, ended, stop: (graceMs) => stop(child, ended, graceMs) };
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw error;
  }
}

function endOf(child: ChildProcessWithoutNullStreams, tail: OutputTail): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      tail.take(Buffer.from(`${error.message}\n`));
      // There is no exit of what did not even start.
      if (child.pid === undefined)
        resolve({ exitCode: undefined, signal: undefined, lastLines: tail.lastLines() });
    });
    // Not `exit`: the last words on stderr come after it.
    child.once('close', (exitCode, signal) =>
      resolve({
        exitCode: exitCode ?? undefined,
        signal: signal ?? undefined,
        lastLines: tail.lastLines(),
      }),
    );
  });
}

async function listening(
  child: ChildProcessWithoutNullStreams,
  ended: Promise<ChildEnd>,
  { timeoutMs, signal }: StartChildOptions,
): Promise<{ url: string; pid: number }> {
  let stopWaiting = () => {};
  try {
    return await new Promise((resolve, reject) => {
      const failed = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
        reject(new NodetoolError('STARTER_START_FAILED', message, { details }));
      const timer = setTimeout(
        () => failed(`The starter engine did not start within ${timeoutMs / 1000} s.`),
        timeoutMs,
      );
      const onAbort = () => failed('The start of the starter engine was ended.');
      const onData = readLines((line) => {
        const url = listeningUrl(line);
        if (url !== undefined && child.pid !== undefined) resolve({ url, pid: child.pid });
      });
      stopWaiting = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        child.stdout.removeListener('data', onData);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      child.stdout.on('data', onData);
      void ended.then((end) =>
        failed(`The starter engine did not start${describeEnd(end)}.`, endDetails(end)),
      );
    });
  } finally {
    stopWaiting();
  }
}

/** In words: ` (signal SIGKILL): last line`; empty when nothing is known. */
export function describeEnd({ exitCode, signal, lastLines }: ChildEnd): string {
  const how =
    signal === undefined
      ? exitCode === undefined
        ? ''
        : ` (exit code ${exitCode})`
      : ` (signal ${signal})`;
  const last = lastLines.split('\n').at(-1) ?? '';
  return last === '' ? how : `${how}: ${last}`;
}

/** The same for programs. */
export function endDetails({ exitCode, signal, lastLines }: ChildEnd): Record<string, unknown> {
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    ...(lastLines === '' ? {} : { stderr: lastLines }),
  };
}

function readLines(onLine: (line: string) => void): (chunk: Buffer) => void {
  let waiting = '';
  return (chunk) => {
    waiting += chunk.toString('utf8');
    const lines = waiting.split('\n');
    waiting = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const line of lines) onLine(line);
  };
}

/** The address of a listening line; undefined for every other line, and for an address that is not of this machine. */
function listeningUrl(line: string): string | undefined {
  try {
    const event: unknown = JSON.parse(line);
    const url = isRecord(event) && event['event'] === 'listening' ? event['url'] : undefined;
    if (typeof url !== 'string') return undefined;
    const { protocol, hostname, origin } = new URL(url);
    return protocol === 'http:' && hostname === '127.0.0.1' ? origin : undefined;
  } catch {
    return undefined;
  }
}

async function stop(
  child: ChildProcessWithoutNullStreams,
  ended: Promise<ChildEnd>,
  graceMs: number,
): Promise<void> {
  child.kill('SIGTERM');
  child.stdin.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
}

/** The child and its pipes no longer keep this process alive. */
function letGo(child: ChildProcessWithoutNullStreams): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
}
