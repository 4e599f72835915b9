import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import { engineFolderOf, findEngine } from '../../src/install/engine-folder.ts';
import { installEngine } from '../../src/install/install-engine.ts';
import type { EngineOptions } from '../../src/install/install-engine.ts';
import { engineLockOf } from '../../src/manifest/engine-lock.ts';
import { stillRunning, temporaryFolder, writeProgram } from '../temporary-folder.ts';

const PLATFORM = 'linux-x64';

/** Lines of a fake npm that makes what the real one would. */
function goodLines(version = '3.21.1'): readonly string[] {
  const main = 'node_modules/node-llama-cpp';
  const part = 'node_modules/@node-llama-cpp/linux-x64';
  return [
    `mkdir -p ${main}/dist ${part}/bins/linux-x64`,
    `echo '{"version":"3.21.1"}' > ${main}/package.json`,
    `echo 'x' > ${main}/dist/index.js`,
    `echo '{"version":"${version}"}' > ${part}/package.json`,
    `echo 'x' > ${part}/bins/linux-x64/llama-addon.node`,
  ];
}

function machine() {
  const folder = starterFolderAt(join(temporaryFolder(), 'starter'));
  const programs = temporaryFolder();
  const options: EngineOptions = {
    signal: new AbortController().signal,
    environment: { PATH: programs, npm_config_registry: 'https://me:hunter2@mirror.example/npm/' },
    platform: PLATFORM,
    // No npm is beside this one, so the fake in PATH is taken.
    nodeProgram: join(programs, 'bin', 'node'),
  };
  return {
    folder,
    programs,
    npm: (...lines: readonly string[]) => writeProgram(programs, 'npm', ...lines),
    install: (more: Partial<EngineOptions> = {}) => installEngine(folder, { ...options, ...more }),
    names: () => (existsSync(folder.enginesFolder) ? readdirSync(folder.enginesFolder) : []),
  };
}

describe.skipIf(process.platform === 'win32')('the engine', () => {
  test('is installed by npm ci, without scripts and with the settings of the person', async () => {
    const { folder, programs, npm, install, names } = machine();
    const call = join(programs, 'call');
    npm(
      `echo "$*" > '${call}'`,
      `echo "$npm_config_registry $NODE_LLAMA_CPP_SKIP_DOWNLOAD $NODE_LLAMA_CPP_POSTINSTALL" >> '${call}'`,
      ...goodLines(),
    );
    const installed = await install();
    expect(installed).toBe(engineFolderOf(folder, PLATFORM));
    expect(await findEngine(folder, PLATFORM)).toBe(installed);
    expect(names()).toEqual(['3.21.1-linux-x64']);
    const [parameters, settings] = readFileSync(call, 'utf8').split('\n');
    expect(parameters).toMatch(/^ci .*--omit=optional .*--ignore-scripts /);
    expect(settings).toBe('https://me:hunter2@mirror.example/npm/ true skip');
    expect(readFileSync(join(installed, 'package-lock.json'), 'utf8')).toBe(
      engineLockOf(PLATFORM).packageLock,
    );
  });

  test('that is there and whole is not installed again, and a damaged one is made anew', async () => {
    const { npm, install, names } = machine();
    npm(...goodLines());
    const installed = await install();
    npm('exit 1');
    expect(await install()).toBe(installed);
    const program = join(installed, 'node_modules/@node-llama-cpp/linux-x64/package.json');
    writeFileSync(program, '{"version":"3.22.1"}');
    await expect(install()).rejects.toMatchObject({ code: 'STARTER_INSTALL_FAILED' });
    npm(...goodLines());
    expect(await install()).toBe(installed);
    expect(readFileSync(program, 'utf8')).toContain('3.21.1');
    expect(names()).toEqual(['3.21.1-linux-x64']);
  });

  test('is refused when the compiled part has another version', async () => {
    const { npm, install, names } = machine();
    npm(...goodLines('3.22.1'));
    await expect(install()).rejects.toMatchObject({
      code: 'STARTER_INSTALL_FAILED',
      message: expect.stringContaining('@node-llama-cpp/linux-x64 has 3.22.1 instead of 3.21.1'),
    });
    expect(names()).toEqual([]);
  });

  test.each([
    ['npm error code ENOTFOUND', 'the name of the registry cannot be found'],
    ['npm error code EINTEGRITY', 'not the one that was published'],
    ['npm ERR! code E401', 'wants a sign-in'],
    ['npm error something new', 'failed with exit code 7'],
  ])('that npm cannot install (%s) is told in words without secrets', async (line, words) => {
    const { npm, install, names } = machine();
    npm(
      `echo '${line}' >&2`,
      `echo 'npm error request to https://me:hunter2@mirror.example/npm/x?token=hunter3 failed' >&2`,
      `echo 'npm error //mirror.example/:_authToken=hunter4' >&2`,
      'exit 7',
    );
    const error: unknown = await install().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'STARTER_INSTALL_FAILED',
      message: expect.stringContaining(words),
    });
    expect(String(error)).toContain('https://***@mirror.example/npm/x');
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/hunter/);
    expect(names()).toEqual([]);
  });

  test('for which the disk is too small says so', async () => {
    const { npm, install } = machine();
    npm('echo "npm error code ENOSPC" >&2', 'exit 1');
    await expect(install()).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  test('cannot be installed without npm, and the remedy is told', async () => {
    const { install, names } = machine();
    await expect(install()).rejects.toMatchObject({
      code: 'STARTER_INSTALL_FAILED',
      hint: expect.stringContaining('nodejs.org'),
    });
    expect(names()).toEqual([]);
  });

  test('can be called off, and npm is gone with all that it started', async () => {
    const { programs, npm, install, names } = machine();
    const pids = join(programs, 'pids');
    writeFileSync(pids, '');
    npm('mkdir node_modules', 'sleep 1000 &', `echo "$$ $!" > '${pids}'`, 'wait');
    const controller = new AbortController();
    const running = install({ signal: controller.signal });
    await expect.poll(() => readFileSync(pids, 'utf8')).toMatch(/^\d+ \d+\n$/);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    await expect.poll(() => stillRunning(started)).toEqual([]);
    expect(names()).toEqual([]);
  });

  test('is not taken for whole while a file of it is missing', async () => {
    const { folder } = machine();
    const engine = engineFolderOf(folder, PLATFORM);
    mkdirSync(join(engine, 'node_modules', 'node-llama-cpp'), { recursive: true });
    writeFileSync(join(engine, 'node_modules/node-llama-cpp/package.json'), '{"version":"3.21.1"}');
    expect(await findEngine(folder, PLATFORM)).toBeUndefined();
  });
});
