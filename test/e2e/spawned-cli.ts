import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

/** A command that runs in a process of its own. */
export interface SpawnedCli {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves with what is printed so far when stdout holds the text. */
  waitFor(text: string): Promise<string>;
  readonly ended: Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
}

/** Starts the built command line as a shell would. */
export function spawnCli(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): SpawnedCli {
  const child = spawn(process.execPath, [main, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return {
    child,
    waitFor: async (text) => {
      while (!stdout.includes(text)) await once(child.stdout, 'data');
      return stdout;
    },
    ended: once(child, 'close').then(([exitCode]: (number | null)[]) => ({
      exitCode: exitCode ?? null,
      stdout,
      stderr,
    })),
  };
}

/** Runs it to its end. */
export function runSpawnedCli(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  return spawnCli(words, environment).ended;
}
