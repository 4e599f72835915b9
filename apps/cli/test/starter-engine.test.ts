import { spawn, spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StarterEngine } from '@nodetool-ai/starter';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { providedStarter } from '../../../packages/starter/test/provided-starter.ts';
import { runCli, temporaryFolder } from './run-cli.ts';
import type { CliOptions } from './run-cli.ts';

const BUILT = fileURLToPath(
  new URL('../../../packages/starter/dist/daemon/main.js', import.meta.url),
);

/** A daemon of this machine would answer before the starter engine, as it must. */
const isDaemonThere = await new Promise<boolean>((resolve) => {
  const socket = connect({ host: '127.0.0.1', port: 11434 });
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  socket.once('connect', () => socket.destroy());
});

let folder = '';

/** Runs a command in a fresh data folder that has the real starter engine, with one thread. */
function runWithStarter(words: readonly string[], options: Omit<CliOptions, 'environment'> = {}) {
  const home = temporaryFolder();
  symlinkSync(folder, join(home, 'starter'));
  const environment = {
    NODETOOL_HOME: home,
    OLLAMA_API_URL: '',
    NODETOOL_STARTER_THREADS: '1',
    PATH: process.env['PATH'] ?? '',
  };
  return runCli(words, { ...options, environment });
}

/** Numbers of the processes that this one started. */
function children(): readonly number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes('daemon/main.js') && line.includes(` ${process.pid} `))
    .map((line) => Number.parseInt(line, 10));
}

/** Ctrl-C as soon as the server has said all that it says at its start. */
function stopWhenServing(): Pick<CliOptions, 'signal' | 'onStdout'> {
  const controller = new AbortController();
  const onStdout = (text: string) => {
    if (text.includes('Ctrl-C stops it.')) controller.abort();
  };
  return { signal: controller.signal, onStdout };
}

describe.skipIf(isDaemonThere)('without any engine', () => {
  test('node run says in one line how to get one', async () => {
    const { exitCode, stderr } = await runCli(
      ['node', 'run', 'nodetool.text.Generate', '--input', 'prompt=hello'],
      { environment: { OLLAMA_API_URL: '' } },
    );
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error OLLAMA_UNREACHABLE: .*\n.*`nodetool starter install`.*\n$/);
  });

  test('serve says in one line how to get one', async () => {
    const { stdout } = await runCli(['serve', '--no-open', '--port', '0'], {
      environment: { OLLAMA_API_URL: '' },
      ...stopWhenServing(),
    });
    expect(stdout).toMatch(/^No Ollama daemon answers.*`nodetool starter install`\.$/m);
  });
});

describe.skipIf(!existsSync(BUILT) || isDaemonThere)('with the real starter engine', () => {
  beforeAll(async () => {
    folder = (await providedStarter()).root;
  }, 600_000);

  test('models list shows its models, and leaves no process behind', async () => {
    const { exitCode, stdout } = await runWithStarter(['models', 'list']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/smollm2:135m .*completion/);
    expect(stdout).toMatch(/all-minilm:latest .*embedding/);
    expect(children()).toEqual([]);
  });

  test('serve --starter has nothing to fetch, and says in one line who answers', async () => {
    const words = ['serve', '--starter', '--no-open', '--port', '0'];
    const { exitCode, stdout } = await runWithStarter(words, stopWhenServing());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Starter engine, 135M model: for trying, .*smollm2:135m\.$/m);
    expect(children()).toEqual([]);
  });

  test('a node without a model takes the one that answers text, and names it', async () => {
    const props = '{"prompt":"What is the capital of France?","temperature":0,"maxTokens":12}';
    const words = ['node', 'run', 'nodetool.text.Generate', '--props', props];
    const { exitCode, stdout, stderr } = await runWithStarter(words);
    expect(exitCode).toBe(0);
    expect(stdout.trim().length).toBeGreaterThan(0);
    expect(stderr).toContain('The model is smollm2:135m');
  });

  test('a node without a model takes the one that makes embeddings', async () => {
    const words = ['node', 'run', 'nodetool.text.Embed', '--input', 'text=hello', '--json'];
    const { exitCode, stdout } = await runWithStarter(words);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outputs: { model: { id: 'all-minilm:latest', dimensions: 384 } },
    });
  });

  test('its process does not survive a parent that is killed by kill -9', async () => {
    const starter = new StarterEngine({ folder, environment: { PATH: process.env['PATH'] } });
    onTestFinished(() => starter.close());
    const url = await starter.url();
    expect((await fetch(`${url}/api/version`)).status).toBe(200);
    const program = `
      import { StarterEngine } from ${JSON.stringify(join(BUILT, '..', '..', 'index.js'))};
      const starter = new StarterEngine({ folder: ${JSON.stringify(folder)}, environment: {} });
      process.stdout.write(await starter.url());
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const own: unknown = await new Promise((resolve) => parent.stdout.once('data', resolve));
    expect((await fetch(`${String(own)}/api/version`)).status).toBe(200);
    parent.kill('SIGKILL');
    await expect
      .poll(() =>
        fetch(`${String(own)}/api/version`).then(
          () => 'answers',
          () => 'gone',
        ),
      )
      .toBe('gone');
  });
});
