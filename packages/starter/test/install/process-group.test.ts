import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { stillRunning, temporaryFolder, writeProgram } from '../temporary-folder.ts';

const source = new URL('../../src/install/process-group.ts', import.meta.url).href;
/** Node from 22.18 on runs our sources as they are. */
const runsSources = 'typescript' in process.features && Boolean(process.features.typescript);

describe.skipIf(process.platform === 'win32')('a program that we start', () => {
  beforeEach((context) => {
    if (!runsSources) context.skip('a child process of this Node cannot run TypeScript');
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'ends, with all that it started, when we end by %s',
    async (signal) => {
      const folder = temporaryFolder();
      const pids = join(folder, 'pids');
      writeFileSync(pids, '');
      const program = writeProgram(
        folder,
        'program',
        'sleep 1000 &',
        `echo "$$ $!" > '${pids}'`,
        'wait',
      );
      const script = `import { startProcessGroup } from '${source}';
        startProcessGroup('${program}', [], { folder: '${folder}', logFile: '${folder}/log', environment: {} });
        console.log('started');`;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      // The program is there before its watcher is: to be killed between the two is not what is tested.
      await once(parent.stdout, 'data');
      await expect.poll(() => readFileSync(pids, 'utf8'), { timeout: 10_000 }).toMatch(/\d+ \d+\n/);
      parent.kill(signal);
      await once(parent, 'exit');
      const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
      await expect.poll(() => stillRunning(started), { timeout: 30_000 }).toEqual([]);
    },
    60_000,
  );
});
