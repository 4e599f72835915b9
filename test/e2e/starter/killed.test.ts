import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { singleNodeWorkflow } from '@nodetool-ai/engine';
import type { RunEvent } from '@nodetool-ai/graph';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { providedStarter } from '../../../packages/starter/test/provided-starter.ts';
import { serveEditor } from '../editor/serve-editor.ts';
import { runSpawnedCli, spawnCli } from '../spawned-cli.ts';
import { isOllamaThere, OLLAMA_IS_THERE } from './default-daemon.ts';
import { askServer, runOverHttp } from './run-over-http.ts';
import { isAlive, killHard, killWhileLoading, starterChildOf } from './starter-child.ts';

const ENVIRONMENT = { OLLAMA_API_URL: '', NODETOOL_STARTER_THREADS: '1' };
const LONG = {
  prompt: 'Write a long story about a fox, a hen and a river.',
  temperature: 0,
  maxTokens: 2000,
};
const SHORT = { prompt: 'What is the capital of France?', temperature: 0, maxTokens: 12 };
/** What a person is told to do after a crash. */
const FIX = 'It is started again by the next run.';

let folder = '';
beforeAll(async () => {
  folder = (await providedStarter()).root;
}, 600_000);
beforeEach(async (context) => {
  if (process.env['NODETOOL_TEST_FULL'] !== '1')
    context.skip('kills belong to the full size: set NODETOOL_TEST_FULL=1');
  if (await isOllamaThere()) context.skip(OLLAMA_IS_THERE);
});

/** A fresh data folder with the real starter engine. */
function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'nodetool-killed-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  symlinkSync(folder, join(home, 'starter'), 'junction');
  return home;
}

const generate = (props: Readonly<Record<string, unknown>>) =>
  singleNodeWorkflow('nodetool.text.Generate', { ...props });

describe('kill -9 of the starter engine under a command', () => {
  const generateWith = (props: object) => [
    'node',
    'run',
    'nodetool.text.Generate',
    '--props',
    JSON.stringify(props),
  ];
  const inHome = (home: string) => ({ ...ENVIRONMENT, NODETOOL_HOME: home });

  test('while it loads the model: the error names the crash and what to do', async () => {
    const cli = spawnCli([...generateWith(SHORT), '--jsonl'], inHome(makeHome()));
    await cli.waitFor('"phase":"loading"');
    await killWhileLoading(await starterChildOf(cli.child.pid));
    const { exitCode, stdout, stderr } = await cli.ended;
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('node-delta');
    expect(stderr).toMatch(/^error STARTER_CRASHED: .*\(signal SIGKILL\)\.$/m);
    expect(stderr).toContain(FIX);
  });

  test('in the middle of an answer: the text so far is kept, and the next run answers', async () => {
    const environment = inHome(makeHome());
    const cli = spawnCli(generateWith(LONG), environment);
    const text = await cli.waitFor(' ');
    const child = await starterChildOf(cli.child.pid);
    killHard(child);
    const { exitCode, stdout, stderr } = await cli.ended;
    expect(exitCode).toBe(3);
    expect(stdout.startsWith(text)).toBe(true);
    expect(stderr).toMatch(/^error STARTER_CRASHED: .*\(signal SIGKILL\)\.$/m);
    expect(stderr).toContain(FIX);

    const next = await runSpawnedCli(generateWith(SHORT), environment);
    expect(next).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Paris') });
  });
});

describe('kill -9 of the starter engine under the server', () => {
  const serve = async () => {
    const server = await serveEditor('', { home: makeHome(), environment: ENVIRONMENT });
    onTestFinished(() => server.stop());
    return server;
  };
  const textOf = (events: readonly RunEvent[]) =>
    events
      .flatMap((event) =>
        event.type === 'node-delta' && event.port === 'text' ? [event.text] : [],
      )
      .join('');
  const crashed = {
    status: 'failed',
    error: {
      code: 'STARTER_CRASHED',
      message: expect.stringContaining('signal SIGKILL'),
      hint: expect.stringContaining(FIX),
    },
  };

  test('while it loads the model: the run fails with the crash, and the next one answers', async () => {
    const server = await serve();
    let killed = Promise.resolve();
    const events = await runOverHttp(server, generate(SHORT), (event) => {
      if (event.type === 'node-wait' && event.phase === 'loading')
        killed = starterChildOf(server.pid).then(killWhileLoading);
    });
    await killed;
    expect(textOf(events)).toBe('');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', ...crashed });
    const next = await runOverHttp(server, generate(SHORT));
    expect(textOf(next)).toContain('Paris');
  });

  test('in the middle of an answer: the text so far is kept, and the next run answers', async () => {
    const server = await serve();
    let killed: Promise<void> | undefined;
    const events = await runOverHttp(server, generate(LONG), (event) => {
      if (event.type === 'node-delta') killed ??= starterChildOf(server.pid).then(killHard);
    });
    await killed;
    expect(textOf(events).length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ type: 'run-end', ...crashed });
    const next = await runOverHttp(server, generate(SHORT));
    expect(textOf(next)).toContain('Paris');
  });

  test('while it is idle: the server lives, tells who ended, and runs answer again', async () => {
    const server = await serve();
    const engine = () => askServer(server, 'engine');
    expect(await engine()).toMatchObject({ state: 'ready', kind: 'starter' });
    const first = await starterChildOf(server.pid);
    killHard(first);
    // Once, it is simply there again.
    await expect.poll(engine).toMatchObject({ state: 'ready', kind: 'starter' });
    const second = await starterChildOf(server.pid);
    expect(second).not.toBe(first);
    // Twice in a row it is left alone for a moment, and that is told.
    killHard(second);
    await expect.poll(engine).toMatchObject({
      state: 'http-error',
      cause: expect.stringMatching(/ended 2 times in a row.*signal SIGKILL/),
      remedy: expect.stringContaining('It can be started again in '),
      starter: { error: { code: 'STARTER_CRASHED' } },
    });
    await expect.poll(engine).toMatchObject({ state: 'ready', kind: 'starter' });
    expect(textOf(await runOverHttp(server, generate(SHORT)))).toContain('Paris');
    const third = await starterChildOf(server.pid);
    await server.stop();
    expect(isAlive(third)).toBe(false);
  });
});
