import { Readable, Writable } from 'node:stream';
import { runProgram } from '@nodetool-ai/cli';
import { temporaryFolder } from './run-cli.ts';

/** A person at a terminal. */
export interface TerminalOptions {
  readonly url: string;
  /** What is typed; nothing when it is not given. */
  readonly answer?: string;
  readonly signal?: AbortSignal;
  readonly columns?: number;
  readonly onStderr?: (text: string) => void;
}

/** Runs a command line with a person at a terminal who types the answer. */
export async function runOnTerminal(words: readonly string[], options: TerminalOptions) {
  const { url, answer, signal, columns, onStderr } = options;
  const shown = { stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') =>
    Object.assign(
      new Writable({
        write: (chunk, _encoding, done) => {
          shown[name] += String(chunk);
          if (name === 'stderr') onStderr?.(String(chunk));
          done();
        },
      }),
      { isTTY: true, ...(columns === undefined ? {} : { columns }) },
    );
  const stdin = Object.assign(Readable.from(answer === undefined ? [] : [`${answer}\n`]), {
    isTTY: true,
  });
  const exitCode = await runProgram(words, {
    environment: { NODETOOL_HOME: temporaryFolder(), OLLAMA_API_URL: url, NO_COLOR: '1' },
    stdin,
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    signal: signal ?? new AbortController().signal,
  });
  return { exitCode, ...shown };
}
