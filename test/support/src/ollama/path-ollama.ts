import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** An installation of Ollama that belongs to the person. */
export interface PathOllama {
  readonly binary: string;
  /** `unknown` when its answer cannot be understood. */
  readonly version: string;
}

/** The `ollama` on the PATH of an environment, or undefined when there is none that runs. */
export async function findPathOllama(
  environment: NodeJS.ProcessEnv,
): Promise<PathOllama | undefined> {
  try {
    // Nothing listens on port 1: the program must tell its own version and not that of a running daemon.
    const { stdout } = await promisify(execFile)('ollama', ['--version'], {
      env: { ...environment, OLLAMA_HOST: '127.0.0.1:1' },
      timeout: 30_000,
    });
    const found = /version is (\d[\w.+-]*)/.exec(stdout);
    return { binary: 'ollama', version: found?.[1] ?? 'unknown' };
  } catch {
    return undefined;
  }
}
