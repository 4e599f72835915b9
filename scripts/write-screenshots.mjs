// npm run docs:screenshots: builds, and lets the tests of the screens keep their pictures in docs/screenshots.
import { build } from './build.mjs';
import { runNode } from './run-command.mjs';

const exitCode = await build();
process.exitCode =
  exitCode === 0
    ? await runNode(
        'node_modules/vitest/vitest.mjs',
        ['run', '--project', 'daemon', 'test/e2e/editor/screens.test.ts'],
        { NODETOOL_SCREENSHOTS: '1' },
      )
    : exitCode;
