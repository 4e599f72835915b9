import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNodetoolError } from '@nodetool-ai/graph';
import { describe, expect, onTestFinished, test } from 'vitest';
import { childEnvironment } from '../../src/supervise/child-environment.ts';
import { StarterProcess } from '../../src/supervise/starter-process.ts';
import type { StarterProcessOptions } from '../../src/supervise/starter-process.ts';
import { stillRunning, temporaryFolder } from '../temporary-folder.ts';

const CHILD = fileURLToPath(new URL('child-program.mjs', import.meta.url));

/** A supervisor whose child notes its number at every start. */
function supervise(way: string, options: Partial<StarterProcessOptions> = {}) {
  const log = join(temporaryFolder(), 'started');
  const starter = new StarterProcess({
    prepare: () => Promise.resolve([CHILD, way, log]),
    environment: childEnvironment(process.env),
    ...options,
  });
  onTestFinished(() => starter.stop());
  const started = () =>
    existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(Number) : [];
  return { starter, started };
}

/** What a promise rejects with; fails when it does not, or not with an error of ours. */
async function failureOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isNodetoolError(error)) return error;
  throw new Error(`not an error of ours: ${String(error)}`);
}

async function crash(starter: StarterProcess): Promise<string> {
  const url = await starter.url();
  await fetch(`${url}/crash`).catch(() => undefined);
  return url;
}

describe('the child process', () => {
  test('is started once for all who ask at the same time, and answers', async () => {
    const { starter, started } = supervise('well');
    const urls = await Promise.all([starter.url(), starter.url(), starter.url()]);
    expect(new Set(urls).size).toBe(1);
    expect(await (await fetch(urls[0] ?? '')).json()).toEqual({ version: '0.34.2-starter' });
    expect(started()).toEqual([starter.pid]);
    expect(starter.lastError).toBeUndefined();
  });

  test('gets nothing of the environment that could be a secret', async () => {
    const { starter } = supervise('well', {
      environment: childEnvironment({
        ...process.env,
        OLLAMA_API_KEY: 'hush',
        NODE_OPTIONS: '--no-warnings',
        NODETOOL_SERVER_TOKEN: 'hush',
      }),
    });
    const environment = await (await fetch(`${await starter.url()}/environment`)).text();
    expect(environment).toContain('PATH');
    expect(environment).not.toMatch(/hush|NODE_OPTIONS/);
  });

  test('that ends at its start is an error with its last words and exit code', async () => {
    const { starter } = supervise('fails');
    const error = await failureOf(starter.url());
    expect(error.code).toBe('STARTER_START_FAILED');
    expect(error.message).toContain('(exit code 7): the engine is damaged');
    expect(error.details).toMatchObject({
      exitCode: 7,
      stderr: 'first line\nthe engine is damaged',
    });
    expect(starter.lastError).toBe(error);
  });

  test.each(['silent', 'foreign'])('that is %s is given up in time and killed', async (way) => {
    const { starter, started } = supervise(way, { startTimeoutMs: 1500 });
    const error = await failureOf(starter.url());
    expect(error).toMatchObject({ code: 'STARTER_START_FAILED' });
    expect(error.message).toContain('within 1.5 s');
    expect(stillRunning(started())).toEqual([]);
  });

  test('that crashes is noticed with its signal and last words, and starts again', async () => {
    const { starter, started } = supervise('well');
    const url = await crash(starter);
    const error = await starter.crashAt(url);
    expect(error).toMatchObject({
      code: 'STARTER_CRASHED',
      message: 'The starter engine ended while it worked (signal SIGKILL): out of memory.',
      details: { signal: 'SIGKILL', stderr: 'out of memory' },
    });
    expect(starter.lastError).toBe(error);
    const next = await starter.url();
    expect(await (await fetch(next)).json()).toEqual({ version: '0.34.2-starter' });
    expect(starter.lastError).toBeUndefined();
    expect(started()).toHaveLength(2);
  });

  test('that crashes again and again is left alone for a while', async () => {
    const asked: number[] = [];
    const { starter, started } = supervise('well', {
      backOffMs: (failures) => {
        asked.push(failures);
        return failures < 3 ? 0 : 60_000;
      },
    });
    for (let time = 0; time < 3; time += 1) await starter.crashAt(await crash(starter));
    expect(asked).toEqual([1, 2, 3]);
    const error = await failureOf(starter.url());
    expect(error.code).toBe('STARTER_CRASHED');
    expect(error.message).toContain('3 times in a row');
    expect(error.hint).toContain('again in 60 s');
    expect(started()).toHaveLength(3);
  });

  test('that is stopped is gone and is no crash; the next request starts it', async () => {
    const { starter, started } = supervise('well');
    const url = await starter.url();
    await starter.stop();
    expect(stillRunning(started())).toEqual([]);
    expect(starter.lastError).toBeUndefined();
    expect(await starter.crashAt(url)).toBeUndefined();
    await starter.url();
    expect(started()).toHaveLength(2);
  });

  test('that does not want to end is killed', async () => {
    const { starter, started } = supervise('stays', { stopGraceMs: 100 });
    await starter.url();
    await starter.stop();
    expect(stillRunning(started())).toEqual([]);
  });

  test('that is stopped while it starts is gone too', async () => {
    const { starter, started } = supervise('silent');
    const asking = failureOf(starter.url());
    await expect.poll(started).toHaveLength(1);
    await starter.stop();
    expect((await asking).code).toBe('STARTER_START_FAILED');
    expect(stillRunning(started())).toEqual([]);
  });

  test('is not waited for longer than the person wants', async () => {
    const { starter } = supervise('silent');
    const controller = new AbortController();
    const asking = starter.url({ signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
  });
});
