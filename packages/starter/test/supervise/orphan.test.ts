import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { stillRunning } from '../temporary-folder.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const BUILT = here('../../dist/supervise/starter-process.js');

// What is killed must be a process of its own, and that runs what is built.
test.skipIf(!existsSync(BUILT))(
  'the child does not survive a parent that is killed by kill -9',
  async () => {
    const parent = spawn(process.execPath, [
      here('parent-program.mjs'),
      BUILT,
      here('child-program.mjs'),
    ]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line]: Buffer[] = await once(parent.stdout, 'data');
    const pid = Number(String(line).trim());
    expect(stillRunning([pid])).toEqual([pid]);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => stillRunning([pid])).toEqual([]);
  },
);
