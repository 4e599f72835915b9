import { readFileSync } from 'node:fs';
import { startProcessGroup } from './process-group.ts';
import type { ProcessEnd } from './process-group.ts';

/** How a tool is run. */
export interface ToolOptions {
  readonly folder: string;
  /** Its output goes here. */
  readonly logFile: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Told the seconds from time to time while the tool is busy. */
  readonly onStillRunning?: (seconds: number) => void;
}

/** A tool that could not be run to a good end. The message has the end of its output. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  /** There is no such program. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing: boolean) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** Lines of a failed tool's output that stand in the error. */
const SHOWN_LINES = 20;
const STILL_RUNNING_MS = 15_000;

/**
 * Runs a command to its end. Rejects with ToolError when it is missing or fails, with the reason of the signal when that
 * is aborted; what the command had started is gone by then.
 */
export async function runTool(
  command: string,
  parameters: readonly string[],
  options: ToolOptions,
): Promise<void> {
  const { signal, onStillRunning, logFile } = options;
  signal.throwIfAborted();
  const started = Date.now();
  const group = startProcessGroup(command, parameters, options);
  signal.addEventListener('abort', group.killAll);
  const timer = setInterval(
    () => onStillRunning?.(Math.round((Date.now() - started) / 1000)),
    STILL_RUNNING_MS,
  );
  const end = await group.ended;
  clearInterval(timer);
  signal.removeEventListener('abort', group.killAll);
  signal.throwIfAborted();
  if (end.exitCode === 0) return;
  const name = [command, ...parameters.slice(0, 2)].join(' ');
  if (end.startError?.code === 'ENOENT')
    throw new ToolError(`there is no program ${command}`, true);
  throw new ToolError(
    `${name} ${describeEnd(end)}; the end of ${logFile}:\n${lastLines(logFile)}`,
    false,
  );
}

function describeEnd({ exitCode, signal, startError }: ProcessEnd): string {
  if (startError !== undefined) return `could not be started (${startError.message})`;
  return exitCode === undefined ? `was ended by ${signal}` : `failed with exit code ${exitCode}`;
}

/** The last lines of a log file. */
export function lastLines(file: string, count: number = SHOWN_LINES): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
