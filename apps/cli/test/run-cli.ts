import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runProgram } from '@nodetool-ai/cli';
import { afterEach } from 'vitest';
import { startScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';

const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-cli-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A scripted daemon that is stopped after the test. */
export async function startDaemon(): Promise<ScriptedDaemon> {
  const daemon = await startScriptedDaemon();
  cleanUps.push(() => daemon.stop());
  return daemon;
}

/** What a command is run with. */
export interface CliOptions {
  readonly daemonUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Told of each piece that is printed on stdout. */
  readonly onStdout?: (text: string) => void;
  readonly isTerminal?: boolean;
}

/** Runs one command line in this process and gives what it printed and its exit code. */
export async function runCli(words: readonly string[], options: CliOptions = {}) {
  const home = options.environment?.['NODETOOL_HOME'] ?? temporaryFolder();
  const stdout = collector(options.onStdout, options.isTerminal);
  const stderr = collector(undefined, options.isTerminal);
  const exitCode = await runProgram(words, {
    environment: {
      NODETOOL_HOME: home,
      OLLAMA_API_URL: options.daemonUrl ?? 'http://127.0.0.1:9',
      ...options.environment,
    },
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: options.signal ?? new AbortController().signal,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), home };
}

function collector(onText: ((text: string) => void) | undefined, isTTY = false) {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      onText?.(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => text };
}
