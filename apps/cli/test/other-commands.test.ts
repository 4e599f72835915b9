import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_COMMANDS } from '@nodetool-ai/cli';
import { describe, expect, test } from 'vitest';
import { VERSION } from '../src/version.ts';
import { runCli, startDaemon, temporaryFolder } from './run-cli.ts';

const example = (name: string) => new URL(`../../../examples/${name}`, import.meta.url).pathname;

describe('nodetool run', () => {
  test('prints the one result of a workflow, with a parameter, and records the run', async () => {
    const { url } = await startDaemon();
    const words = [
      'run',
      example('first-answer.json'),
      '--model',
      'smollm2:135m',
      '--param',
      'prompt=What is the capital of France?',
    ];
    const result = await runCli(words, { daemonUrl: url });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'The capital of France is Paris.\n' });
    expect(statSync(join(result.home, 'runs')).isDirectory()).toBe(true);
  });

  test('prints several results under their names', async () => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(
      ['run', example('compare-models.json'), '--model', 'tiny-chat'],
      { daemonUrl: url },
    );
    expect(stdout.match(/^== /gm)).toHaveLength(2);
    expect(stdout.match(/42/g)).toHaveLength(2);
  });

  test('says which parameters there are', async () => {
    expect(
      await runCli(['run', example('first-answer.json'), '--param', 'nothing=1']),
    ).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('prompt') });
  });

  test('says when a file is not there, or is no workflow', async () => {
    expect(await runCli(['run', 'nowhere.json'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('FILE_NOT_READABLE'),
    });
    expect(await runCli(['run', '-'], { stdin: '{' })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('WORKFLOW_NOT_JSON'),
    });
  });
});

describe('nodetool validate', () => {
  test('finds nothing in a good file', async () => {
    expect(await runCli(['validate', example('first-answer.json')])).toMatchObject({
      exitCode: 0,
      stdout: 'No mistakes.\n',
    });
  });

  test('names the place of every mistake', async () => {
    const file = join(temporaryFolder(), 'bad.json');
    const nodes = [
      { id: 'a', type: 'nodetool.text.Generate', data: { temperature: 9 } },
      { id: 'a', type: 'x.Y' },
    ];
    writeFileSync(
      file,
      JSON.stringify({
        graph: {
          nodes,
          edges: [{ source: 'a', sourceHandle: 'text', target: 'z', targetHandle: 'q' }],
        },
      }),
    );
    const result = await runCli(['validate', file]);
    expect(result.exitCode).toBe(1);
    for (const place of [
      'nodes[0].data.temperature',
      'nodes[0].data.prompt',
      'nodes[1].id',
      'edges[0].target',
    ]) {
      expect(result.stdout).toContain(`error ${place}: `);
    }
  });

  test('names the place in a file of the wrong shape too', async () => {
    const result = await runCli(['validate', '-', '--json'], {
      stdin: '{"graph":{"nodes":[{"id":""}],"edges":[]}}',
    });
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: false,
      issues: [{ path: 'nodes[0].id' }, { path: 'nodes[0].type' }],
    });
  });
});

describe('nodetool models list', () => {
  test('shows what each model can do, with true dimensions', async () => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(['models', 'list'], { daemonUrl: url });
    expect(stdout).toMatch(/^all-minilm:latest .* 512 +384 +no +embedding$/m);
    expect(stdout).toMatch(/^tiny-jinja:latest .* 8192 +- +no +.*tools/m);
  });

  test.each([
    ['embedding', ['tiny-embed:latest', 'tiny-embed-32:latest', 'all-minilm:latest']],
    ['vision', ['tiny-vision:latest']],
  ])('--kind %s lists only those', async (kind, expected) => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(['models', 'list', '--kind', kind, '--json'], {
      daemonUrl: url,
    });
    const { models }: { models: { id: string }[] } = JSON.parse(stdout);
    expect(models.map((model) => model.id)).toEqual(expected);
  });

  test('is no empty table when the daemon is not there', async () => {
    expect(await runCli(['models', 'list'])).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringContaining('ollama serve'),
    });
  });

  test('says how to get a model when there is none', async () => {
    const daemon = await startDaemon();
    daemon.on('GET /api/tags', [{ status: 200 }, { send: '{"models":[]}' }]);
    expect(await runCli(['models', 'list'], { daemonUrl: daemon.url })).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('ollama pull'),
    });
  });
});

describe('nodetool secrets', () => {
  test('stores from a pipe, lists names and removes; the value is nowhere', async () => {
    const environment = { NODETOOL_HOME: temporaryFolder() };
    const marker = 'marker-value-4711';
    const stored = await runCli(['secrets', 'store', 'OLLAMA_API_KEY'], {
      environment,
      stdin: `${marker}\n`,
    });
    const listed = await runCli(['secrets', 'list'], { environment });
    expect(stored.exitCode).toBe(0);
    expect(listed.stdout).toContain('OLLAMA_API_KEY');
    for (const text of [stored.stdout, stored.stderr, listed.stdout])
      expect(text).not.toContain(marker);
    const file = join(environment.NODETOOL_HOME, 'secrets');
    expect(readFileSync(file, 'utf8')).not.toContain(marker);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await runCli(['secrets', 'remove', 'OLLAMA_API_KEY'], { environment })).exitCode).toBe(
      0,
    );
    expect(await runCli(['secrets', 'remove', 'OLLAMA_API_KEY'], { environment })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('SECRET_NOT_FOUND'),
    });
  });

  test('a stored address wins over the environment', async () => {
    const { url } = await startDaemon();
    const environment = { NODETOOL_HOME: temporaryFolder() };
    await runCli(['secrets', 'store', 'OLLAMA_API_URL'], { environment, stdin: url });
    expect((await runCli(['models', 'list'], { environment })).exitCode).toBe(0);
  });
});

describe('help', () => {
  test.each(ALL_COMMANDS.map((command) => command.name))(
    '%s --help shows an example',
    async (name) => {
      const { stdout, exitCode } = await runCli([...name.split(' '), '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples:\\n(  .*\\n)*  .*nodetool ${name}`));
    },
  );

  test.each([[['--help']], [['help']], [[]], [['node', '--help']], [['help', 'node', 'run']]])(
    '%j is answered',
    async (words) => {
      const { stdout, exitCode } = await runCli(words);
      expect([exitCode, stdout.includes('Usage: nodetool')]).toEqual([0, true]);
    },
  );

  test('the version is that of the package', async () => {
    const manifest: { version: string } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    expect((await runCli(['--version'])).stdout).toBe(`${manifest.version}\n`);
    expect(VERSION).toBe(manifest.version);
  });
});

test('node list and node info show every node with its ports', async () => {
  expect((await runCli(['node', 'list'])).stdout).toMatch(/^nodetool\.text\.Generate +\S/m);
  const { stdout } = await runCli(['node', 'info', 'nodetool.text.Generate']);
  for (const word of ['prompt', 'temperature', 'stream of text', 'required', 'Example:'])
    expect(stdout).toContain(word);
});
