import type { TestProject } from 'vitest/node';
import { provideTestDaemon } from '../ollama/test-daemon.ts';
import type { TestDaemon } from '../ollama/test-daemon.ts';

/** What tests get by `inject('testDaemon')`. */
export type TestDaemonInfo =
  | {
      readonly url: string;
      readonly version: string;
      readonly models: TestDaemon['models'];
      readonly own?: { readonly binary: string; readonly modelsFolder: string };
    }
  | { readonly unavailableReason: string };

declare module 'vitest' {
  /** Values that a global setup hands to tests. */
  export interface ProvidedContext {
    testDaemon: TestDaemonInfo;
  }
}

let daemon: TestDaemon | undefined;

/** Starts the daemon before the tests. In CI its absence is a failure; elsewhere its tests are skipped with the reason. */
export async function setup(project: TestProject): Promise<void> {
  try {
    daemon = await provideTestDaemon({
      onProgress: (line) => process.stderr.write(`test daemon: ${line}\n`),
    });
    const { url, version, models, own } = daemon;
    const always = { url, version, models };
    project.provide('testDaemon', own === undefined ? always : { ...always, own });
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    project.provide('testDaemon', {
      unavailableReason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Stops it after them. */
export async function teardown(): Promise<void> {
  await daemon?.stop();
}
