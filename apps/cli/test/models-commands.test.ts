import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../test/support/src/scripted-daemon/index.ts';
import { runCli, startDaemon } from './run-cli.ts';
import { runOnTerminal } from './run-on-terminal.ts';

describe('nodetool models remove', () => {
  const models = async (url: string) =>
    (await runCli(['models', 'list'], { daemonUrl: url })).stdout;

  test('asks on a terminal, with the size and the address, and removes after yes', async () => {
    const { url } = await startDaemon();
    const words = ['models', 'remove', 'tiny-embed'];
    const { exitCode, stderr } = await runOnTerminal(words, { url, answer: 'y' });
    expect([exitCode, stderr]).toEqual([
      0,
      `Remove tiny-embed:latest (2.1 MB) from ${url}? [y/N] Removed tiny-embed.\n`,
    ]);
    expect(await models(url)).not.toContain('tiny-embed:latest');
  });

  test.each(['n', '', 'what', undefined])('removes nothing after %j', async (answer) => {
    const { url } = await startDaemon();
    const given = answer === undefined ? { url } : { url, answer };
    const { exitCode, stderr } = await runOnTerminal(['models', 'remove', 'tiny-embed'], given);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Nothing was removed.');
    expect(await models(url)).toContain('tiny-embed:latest');
  });

  test('Ctrl-C at the question removes nothing', async () => {
    const { url } = await startDaemon();
    const controller = new AbortController();
    const { exitCode } = await runOnTerminal(['models', 'remove', 'tiny-embed'], {
      url,
      signal: controller.signal,
      onStderr: () => controller.abort(),
    });
    expect(exitCode).toBe(130);
    expect(await models(url)).toContain('tiny-embed:latest');
  });

  test('without a terminal it needs --yes', async () => {
    const { url } = await startDaemon();
    const words = ['models', 'remove', 'tiny-embed'];
    expect(await runCli(words, { daemonUrl: url, stdin: 'y\n' })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(await models(url)).toContain('tiny-embed:latest');
    expect((await runCli([...words, '--yes'], { daemonUrl: url })).exitCode).toBe(0);
    expect(await models(url)).not.toContain('tiny-embed:latest');
  });

  test('does not ask about what is not there', async () => {
    const { url } = await startDaemon();
    const { exitCode, stderr } = await runOnTerminal(['models', 'remove', 'no-such'], { url });
    expect([exitCode, stderr.includes('[y/N]')]).toEqual([4, false]);
  });
});

describe('nodetool models show', () => {
  test('shows the facts and the texts', async () => {
    const { url } = await startDaemon();
    const { stdout } = await runCli(['models', 'show', 'tiny-embed'], { daemonUrl: url });
    expect(stdout).toMatch(/^tiny-embed:latest\n/);
    expect(stdout).toMatch(/^Capabilities {2}embedding$/m);
    expect(stdout).toMatch(/^Dimensions {4}48$/m);
    expect(stdout).toMatch(/^Template:\n {2}\{\{ \.Prompt \}\}$/m);
    expect(stdout).not.toContain('Licence');
  });

  test('shows the beginning of a licence, and --json the whole', async () => {
    const daemon = await startDaemon();
    const license = 'MIT License\n\nCopyright somebody\nPermission is granted\n';
    daemon.on('POST /api/show', jsonScript({ license, capabilities: ['completion'] }));
    const words = ['models', 'show', 'tiny-chat'];
    const { stdout } = await runCli(words, { daemonUrl: daemon.url });
    expect(stdout).toContain('Licence:\n  MIT License\n  Copyright somebody\n  …');
    const json: unknown = JSON.parse(
      (await runCli([...words, '--json'], { daemonUrl: daemon.url })).stdout,
    );
    expect(json).toMatchObject({ license, facts: { id: 'tiny-chat:latest' } });
  });
});

describe('nodetool models loaded and unload', () => {
  const row = (name: string, fields: object) => ({ name, size: 1000, ...fields });

  test('show where each model is and when it leaves', async () => {
    const daemon = await startDaemon();
    const soon = new Date(Date.now() + 3 * 3600_000 + 30_000).toISOString();
    daemon.on(
      'GET /api/ps',
      jsonScript({
        models: [
          row('a:latest', { size_vram: 1000, expires_at: '2319-03-02T04:24:44Z' }),
          row('b:latest', { size_vram: 250, expires_at: soon, context_length: 4096 }),
          row('c:latest', { size_vram: 0, expires_at: '2020-01-01T00:00:00Z' }),
          { name: 'd:latest' },
        ],
      }),
    );
    const { stdout } = await runCli(['models', 'loaded'], { daemonUrl: daemon.url });
    expect(stdout).toMatch(/^a:latest +1\.0 kB +GPU +\? +never$/m);
    expect(stdout).toMatch(/^b:latest +1\.0 kB +25 % GPU +4096 +in 3 h$/m);
    expect(stdout).toMatch(/^c:latest +1\.0 kB +CPU +\? +when free$/m);
    expect(stdout).toMatch(/^d:latest +\? +\? +\? +\?$/m);
  });

  test('say when nothing is loaded', async () => {
    const { url } = await startDaemon();
    expect(await runCli(['models', 'loaded'], { daemonUrl: url })).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'No model is loaded.\n',
    });
    expect(await runCli(['models', 'unload', 'tiny-chat'], { daemonUrl: url })).toMatchObject({
      exitCode: 0,
      stderr: 'tiny-chat was not loaded.\n',
    });
  });

  test('unload takes a model out of memory', async () => {
    const daemon = await startDaemon();
    await fetch(`${daemon.url}/api/generate`, { method: 'POST', body: '{"model":"tiny-chat"}' });
    const before = await runCli(['models', 'loaded', '--json'], { daemonUrl: daemon.url });
    expect(JSON.parse(before.stdout)).toMatchObject({ models: [{ name: 'tiny-chat:latest' }] });
    const result = await runCli(['models', 'unload', 'tiny-chat', '--json'], {
      daemonUrl: daemon.url,
    });
    expect(JSON.parse(result.stdout)).toEqual({ name: 'tiny-chat', state: 'unloaded' });
    await fetch(`${daemon.url}/api/generate`, { method: 'POST', body: '{"model":"tiny-chat"}' });
    expect(
      await runCli(['models', 'unload', 'tiny-chat'], { daemonUrl: daemon.url }),
    ).toMatchObject({ exitCode: 0, stderr: 'Unloaded tiny-chat.\n' });
    expect((await runCli(['models', 'loaded'], { daemonUrl: daemon.url })).stdout).toBe('');
  });
});

test('nodetool models unload says when another request still uses the model', async () => {
  const daemon = await startDaemon();
  daemon.on('GET /api/ps', jsonScript({ models: [{ name: 'tiny-chat:latest' }] }));
  const words = ['models', 'unload', 'tiny-chat', '--wait'];
  expect(await runCli([...words, '1ms'], { daemonUrl: daemon.url })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('still used by another request'),
  });
  expect(await runCli([...words, 'soon'], { daemonUrl: daemon.url })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--wait: soon'),
  });
});

describe('nodetool models copy', () => {
  test('gives a model a second name', async () => {
    const { url } = await startDaemon();
    const words = ['models', 'copy', 'tiny-chat', 'mine'];
    expect(await runCli(words, { daemonUrl: url })).toMatchObject({
      exitCode: 0,
      stderr: 'Copied tiny-chat to mine.\n',
    });
    const list = await runCli(['models', 'list'], { daemonUrl: url });
    expect(list.stdout).toMatch(/^mine:latest .*tools/m);
  });

  test('needs two names', async () => {
    expect((await runCli(['models', 'copy', 'tiny-chat'])).exitCode).toBe(2);
  });
});
