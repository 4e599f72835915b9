import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readMainOptions } from '../../src/daemon/main-options.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const program = fileURLToPath(new URL('../../dist/daemon/main.js', import.meta.url));

/** Starts the process without an engine, and waits for the line that says where it listens. */
async function startMain(...more: readonly string[]) {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/models`);
  const child = spawn(process.execPath, [program, '--folder', folder, '--engine', folder, ...more]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const output = createInterface(child.stdout);
  output.on('line', (line) => lines.push(line));
  const ended = once(child, 'close');
  await once(output, 'line');
  const event: { event: string; url: string; pid: number } = JSON.parse(lines[0] ?? '');
  return { child, lines, ended, event };
}

describe('the process', () => {
  beforeAll(() => {
    spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/starter'], {
      cwd: root,
    });
  });

  test('says in one line where it listens, and answers there without an engine', async () => {
    const { child, lines, event } = await startMain();
    expect(event).toEqual({
      event: 'listening',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: child.pid,
    });
    for (const path of ['/api/version', '/api/tags'])
      expect((await fetch(`${event.url}${path}`)).status).toBe(200);
    const body = JSON.stringify({ model: 'nope' });
    expect((await fetch(`${event.url}/api/show`, { method: 'POST', body })).status).toBe(404);
    expect(lines).toHaveLength(1);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s', async (signal) => {
    const { child, ended } = await startMain();
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
  });

  test('ends when the other end of its input is gone', async () => {
    const { child, ended } = await startMain();
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  test('says what is wrong with its arguments, and ends', async () => {
    const child = spawn(process.execPath, [program, '--folder', 'x']);
    let words = '';
    child.stderr.on('data', (bytes: Buffer) => void (words += String(bytes)));
    const [exitCode] = await once(child, 'close');
    expect(exitCode).toBe(1);
    expect(words).toContain('--folder and --engine are needed.');
  });
});

describe('the arguments', () => {
  const needed = ['--folder', 'a', '--engine', 'b'];

  test('have defaults', () => {
    expect(readMainOptions(needed)).toEqual({ folder: 'a', engineFolder: 'b', port: 0 });
    expect(readMainOptions([...needed, '--port', '11435', '--threads', '2'])).toEqual({
      folder: 'a',
      engineFolder: 'b',
      port: 11_435,
      threads: 2,
    });
  });

  test.each([
    ['--port', '65536'],
    ['--port', '1.5'],
    ['--port', ''],
    ['--threads', '0'],
    ['--threads', 'two'],
    ['--nope', 'x'],
  ])('%s %j is refused', (name, value) => {
    expect(() => readMainOptions([...needed, name, value])).toThrow(name);
  });
});
