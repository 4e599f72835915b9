import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/src/vitest/count-reporter.ts';

/** Tests and development run on the TypeScript sources of every package; no build is needed. */
const conditions = ['@nodetool-ai/source', 'module', 'node', 'development|production'];
const ssr = { resolve: { conditions } };
/** A busy machine gets time: what is polled for ends as soon as it is there. */
const patience = { poll: { timeout: 30_000 } };
const setupFiles = ['test/support/src/vitest/fail-on-console.ts'];

export default defineConfig({
  test: {
    reporters: ['default', new CountReporter()],
    // Half of the workers wait for a process to start at any time; one core less, as by default, leaves a small machine
    // with a single worker (310 s against 198 s on two cores).
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          expect: patience,
          // Each file loading the packages anew took more than half of the time (270 s against 128 s on two cores). Tests
          // keep nothing: what a module remembers is kept by address, and every server has its own.
          isolate: false,
          // A child process or a server may take its time to start on a busy machine.
          testTimeout: 60_000,
          include: [
            'packages/*/test/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
            'test/support/test/**/*.test.ts',
          ],
          setupFiles,
        },
        ssr,
      },
      {
        test: {
          name: 'structure',
          include: ['test/structure/**/*.test.ts'],
          expect: patience,
          testTimeout: 120_000,
        },
        ssr,
      },
      {
        test: {
          name: 'daemon',
          expect: patience,
          include: ['test/contract/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/src/vitest/start-daemon.ts'],
          // Real weights on shared cores: one file at a time, and patience instead of retries.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
        ssr,
      },
    ],
  },
});
