import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot, readWorkspaces } from './workspaces.ts';

const published = readWorkspaces().filter((workspace) => !workspace.isPrivate);

const run = (command: string, commandArguments: readonly string[], folder: string) =>
  execFileSync(command, commandArguments, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });

describe('the packed tarballs', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodetool-pack-'));
    run(process.execPath, ['scripts/build.mjs'], projectRoot);
    for (const workspace of published) {
      run(
        'npx',
        ['-y', 'pnpm@12.18.0', 'pack', '--pack-destination', folder],
        join(projectRoot, workspace.folder),
      );
    }
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    run(
      'npm',
      ['install', '--no-audit', '--no-fund', ...tarballs.map((name) => `./${name}`)],
      folder,
    );
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are one for each package', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.tgz'))).toHaveLength(
      published.length,
    );
  });

  test('give a nodetool command that says its version and lists its nodes', () => {
    const bin = join(folder, 'node_modules', '.bin', 'nodetool');
    expect(run(bin, ['--version'], folder)).toMatch(/\d+\.\d+\.\d+/);
    expect(run(bin, ['node', 'list'], folder)).toContain('nodetool.text.Generate');
  });

  test('give a server that has the editor with it', async () => {
    const bin = join(folder, 'node_modules', '@nodetool-ai', 'cli', 'dist', 'main.js');
    const home = mkdtempSync(join(tmpdir(), 'nodetool-packed-'));
    const server = spawn(process.execPath, [bin, 'serve', '--no-open', '--port', '0'], {
      env: { ...process.env, NODETOOL_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    while (!printed.includes('#token=')) printed += String((await once(server.stdout, 'data'))[0]);
    const page = await fetch(/http:\/\/[^#]+/.exec(printed)?.[0] ?? '');
    expect(await page.text()).toContain('<div id="root">');
    server.kill();
    await once(server, 'exit');
    rmSync(home, { recursive: true, force: true });
  });

  test('can be imported by name without the source condition', () => {
    const script = `import { OLLAMA_DEFAULT_URL } from '@nodetool-ai/runtime'; console.log(OLLAMA_DEFAULT_URL);`;
    expect(run(process.execPath, ['--input-type=module', '-e', script], folder).trim()).toBe(
      'http://127.0.0.1:11434',
    );
  });

  test('hold no test and no build information', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.tgz'))) {
      const list = namesInTarball(readFileSync(join(folder, name))).join('\n');
      expect(list, name).not.toMatch(/\/test\/|\.tsbuildinfo|\.test\./);
      expect(list, name).toMatch(/package\/dist\/\S+\.d\.ts/);
    }
  });
});

/** Each file of a tarball has a header of 512 bytes with its name and its size in octal digits. */
function namesInTarball(tarball: Buffer): readonly string[] {
  const bytes = gunzipSync(tarball);
  const field = (start: number, length: number) =>
    bytes.toString('utf8', start, start + length).split('\0')[0] ?? '';
  const names: string[] = [];
  for (let position = 0; field(position, 100) !== '';) {
    names.push(field(position, 100));
    const sizeBytes = Number.parseInt(field(position + 124, 12), 8);
    position += 512 + Math.ceil(sizeBytes / 512) * 512;
  }
  return names;
}
