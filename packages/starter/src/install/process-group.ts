import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** How a program is started. */
export interface ProcessGroupOptions {
  readonly folder: string;
  /** Its output is added to this file. */
  readonly logFile: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** How a program came to its end; `startError` when it could not even be started. */
export interface ProcessEnd {
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly startError: NodeJS.ErrnoException | undefined;
}

/** A running program together with all that it starts. */
export interface ProcessGroup {
  /** 0 when it could not be started. */
  readonly pid: number;
  /** Never rejects. What the program had started is gone when this resolves. */
  readonly ended: Promise<ProcessEnd>;
  /** How it ended, as soon as it did. */
  readonly end: () => ProcessEnd | undefined;
  /** Sends a signal to the program alone. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Kills the program and all that it started, at once. */
  readonly killAll: () => void;
}

const isWindows = process.platform === 'win32';

/**
 * Starts a program that cannot outlive this process: it is killed, with all that it started, when this process exits,
 * and on Linux and macOS also when this process is killed.
 */
export function startProcessGroup(
  command: string,
  parameters: readonly string[],
  options: ProcessGroupOptions,
): ProcessGroup {
  const log = openSync(options.logFile, 'a');
  const child = spawn(command, parameters, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', log, log],
    // A group of its own, so that it can be killed as a whole. Windows has none; there the tree is killed.
    detached: !isWindows,
    windowsHide: true,
  });
  closeSync(log);
  // The person's Ctrl-C does not reach a group of its own; the watcher and the exit handler do.
  const watcher = child.pid === undefined ? undefined : watchThisProcess(child.pid);
  const killAll = () => killGroup(child);
  process.once('exit', killAll);
  let end: ProcessEnd | undefined;
  const ended = new Promise<ProcessEnd>((resolve) => {
    const settle = (how: Partial<ProcessEnd>) => {
      if (end !== undefined) return;
      end = { exitCode: undefined, signal: undefined, startError: undefined, ...how };
      process.removeListener('exit', killAll);
      // A program that was killed leaves its own children behind.
      killAll();
      watcher?.kill('SIGKILL');
      resolve(end);
    };
    child.once('error', (startError) => settle({ startError }));
    child.once('exit', (exitCode, signal) =>
      settle({ exitCode: exitCode ?? undefined, signal: signal ?? undefined }),
    );
  });
  return {
    pid: child.pid ?? 0,
    ended,
    end: () => end,
    signal: (signal) => child.kill(signal),
    killAll,
  };
}

function killGroup({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined) return;
  if (isWindows) {
    if (exitCode === null) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

/** A shell that waits for the end of our pipe, which comes with our end whatever its cause, and then kills the group. */
function watchThisProcess(pid: number): ChildProcess | undefined {
  if (isWindows) return undefined;
  const script = 'read -r _; kill -s KILL -- "-$1"';
  const watcher = spawn('/bin/sh', ['-c', script, 'watcher', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  watcher.on('error', () => {});
  if (
    watcher.stdin !== null &&
    'unref' in watcher.stdin &&
    typeof watcher.stdin.unref === 'function'
  )
    watcher.stdin.unref();
  return watcher;
}
