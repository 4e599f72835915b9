import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** How a tool is run. */
export interface ToolOptions {
  readonly folder: string;
  /** Its output goes here. */
  readonly logFile: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Lines of a failed tool's output that stand in the error. */
const SHOWN_LINES = 20;

/** Runs a command to its end. Rejects with TestDaemonUnavailable, with the end of its output, when it fails. */
export async function runTool(
  command: string,
  parameters: readonly string[],
  options: ToolOptions,
): Promise<void> {
  const log = openSync(options.logFile, 'a');
  try {
    const exitCode = await new Promise<number | string>((resolve) => {
      const child = spawn(command, parameters, {
        cwd: options.folder,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...options.environment },
      });
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
    });
    if (exitCode === 0) return;
    const tail = readFileSync(options.logFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-SHOWN_LINES)
      .join('\n');
    throw new TestDaemonUnavailable(
      `${command} ${parameters.slice(0, 2).join(' ')} failed (${exitCode}):\n${tail}`,
    );
  } finally {
    closeSync(log);
  }
}
