import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startTcpProxy } from '../support/src/network/tcp-proxy.ts';
import { onePixelPng } from '../contract/contract-daemon.ts';
import { runSpawnedCli, spawnCli } from './spawned-cli.ts';

const daemon = inject('testDaemon');
const url = 'unavailableReason' in daemon ? '' : daemon.url;
const generate = (data: object) => [
  'node',
  'run',
  'nodetool.text.Generate',
  '--props',
  JSON.stringify(data),
];

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'nodetool-e2e-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach((context) => {
  if ('unavailableReason' in daemon) context.skip(daemon.unavailableReason);
});

const environment = (rest: Readonly<Record<string, string>> = {}) => ({
  OLLAMA_API_URL: url,
  NODETOOL_HOME: home,
  ...rest,
});

describe('the built command line on a real daemon', () => {
  test('Generate: a real model knows the capital of France', async () => {
    const words = generate({
      prompt: 'What is the capital of France?',
      provider: 'ollama',
      model: 'smollm2:135m',
      temperature: 0,
    });
    const result = await runSpawnedCli(words, environment());
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('Paris');
  });

  test('Generate: a name without a tag means the latest', async () => {
    const result = await runSpawnedCli(
      [...generate({ prompt: 'hi', model: 'tiny-chat' }), '--json'],
      environment(),
    );
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      outputs: { text: 'The answer is 42.' },
    });
  });

  test('Embed: 384 numbers', async () => {
    const result = await runSpawnedCli(
      ['node', 'run', 'nodetool.text.Embed', '--model', 'all-minilm', '--input', 'text=a sentence'],
      environment(),
    );
    expect(JSON.parse(result.stdout)).toEqual([expect.objectContaining({ length: 384 })]);
  });

  test('Vision: an image from a file', async () => {
    const file = join(home, 'pixel.png');
    writeFileSync(file, onePixelPng);
    const words = [
      'node',
      'run',
      'nodetool.image.Vision',
      '--model',
      'tiny-vision',
      '--props',
      '{"think":"off"}',
      '--input',
      `image=@${file}`,
    ];
    expect(await runSpawnedCli(words, environment())).toMatchObject({
      exitCode: 0,
      stdout: 'I see an image.\n',
    });
  });

  test('models list: the true dimensions', async () => {
    const result = await runSpawnedCli(['models', 'list', '--kind', 'embedding'], environment());
    expect(result.stdout).toMatch(/^all-minilm:latest .* 384 /m);
    expect(result.stdout).not.toContain('tiny-chat');
  });

  test('an unknown model: exit code 4, what is installed and how to pull it', async () => {
    const result = await runSpawnedCli(
      generate({ prompt: 'hello', provider: 'ollama', model: 'llama3.2:latest' }),
      environment(),
    );
    expect(result).toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(/ollama pull llama3\.2:latest.*tiny-chat:latest/s),
    });
  });

  test.skipIf(process.platform === 'win32')(
    'Ctrl-C: exit code 130, the text so far, and the daemon sees the socket close',
    async () => {
      const proxy = await startTcpProxy(url);
      const cli = spawnCli(
        generate({ prompt: 'go', model: 'tiny-loop' }),
        environment({ OLLAMA_API_URL: proxy.url }),
      );
      await cli.waitFor('loop');
      cli.child.kill('SIGINT');
      const result = await cli.ended;
      expect(result).toMatchObject({ exitCode: 130, stdout: expect.stringContaining('loop') });
      const sides = await Promise.all(proxy.connections.map((connection) => connection.closed));
      expect(sides).toContain('client');
      await proxy.close();
    },
  );

  test('a reader that leaves ends the run quietly', async () => {
    const cli = spawnCli(generate({ prompt: 'go', model: 'tiny-loop' }), environment());
    await cli.waitFor('loop');
    cli.child.stdout.destroy();
    expect((await cli.ended).stderr).toBe('');
  });

  test.skipIf(process.platform === 'win32')(
    'a termination ends the run with exit code 143',
    async () => {
      const cli = spawnCli(generate({ prompt: 'go', model: 'tiny-loop' }), environment());
      await cli.waitFor('loop');
      cli.child.kill('SIGTERM');
      expect((await cli.ended).exitCode).toBe(143);
    },
  );

  test('no daemon: exit code 3 and what to do', async () => {
    const result = await runSpawnedCli(
      generate({ prompt: 'x', model: 'y' }),
      environment({ OLLAMA_API_URL: 'http://127.0.0.1:9' }),
    );
    expect(result).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('ollama serve') });
  });

  test('production: there is no Ollama, and the node says why', async () => {
    const result = await runSpawnedCli(
      generate({ prompt: 'x', model: 'tiny-chat' }),
      environment({ NODETOOL_ENV: 'production' }),
    );
    expect(result).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/PROVIDER_NOT_AVAILABLE.*NODETOOL_ENV/s),
    });
  });
});
