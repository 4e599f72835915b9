import { once } from 'node:events';
import { NodetoolError } from '@nodetool-ai/graph';
import { describe, expect, test, vi } from 'vitest';
import type { PullLine } from '../../src/install/pull-starter-model.ts';
import { linesOf, startDaemon } from './running-daemon.ts';

const LINES: readonly PullLine[] = [
  { status: 'pulling manifest' },
  { status: 'pulling abcdef012345', digest: 'sha256:ab', total: 10, completed: 10 },
  { status: 'verifying sha256 digest' },
  { status: 'success' },
];

/** A pull that tells the lines one by one, each when it is let go on. */
function steppedPull(lines: readonly PullLine[] = LINES) {
  const started: string[] = [];
  const ended: string[] = [];
  const steps: (() => void)[] = [];
  async function* pull(name: string, { signal }: { readonly signal: AbortSignal }) {
    started.push(name);
    try {
      for (const line of lines) {
        await new Promise<void>((resolve, reject) => {
          steps.push(resolve);
          signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
        });
        yield line;
      }
      ended.push('whole');
    } catch (error) {
      ended.push('stopped');
      throw error;
    }
  }
  /** Lets the pull tell a line. */
  const step = async () => {
    await vi.waitFor(() => expect(steps).not.toEqual([]));
    steps.shift()?.();
  };
  return { pull, started, ended, step };
}

async function* tellAll() {
  yield* LINES;
}

describe('a pull', () => {
  test('comes in lines and ends with success', async () => {
    const { pull, step } = steppedPull();
    const { call } = await startDaemon({ pull });
    const reply = call('POST', '/api/pull', { model: 'Talk' });
    for (const _ of LINES) await step();
    expect(linesOf(await reply).at(-1)).toEqual({ status: 'success' });
    expect((await reply).headers['content-type']).toBe('application/x-ndjson');
  });

  test('is one answer when that is asked for', async () => {
    const { post } = await startDaemon({ pull: tellAll });
    expect(await post('/api/pull', { model: 'talk', stream: false })).toEqual({
      status: 200,
      body: { status: 'success' },
    });
  });

  test('of an unknown name is an error line', async () => {
    const { call } = await startDaemon();
    const reply = await call('POST', '/api/pull', { model: 'nope' });
    expect(reply.status).toBe(200);
    expect(linesOf(reply)).toEqual([
      { status: 'pulling manifest' },
      { error: 'pull model manifest: file does not exist' },
    ]);
  });

  test('that fails says why', async () => {
    const message = 'The disk of the models is full.';
    const pull = async function* fail(): AsyncGenerator<PullLine, void, void> {
      yield { status: 'pulling manifest' };
      throw new NodetoolError('DISK_FULL', message);
    };
    const { call, post } = await startDaemon({ pull });
    const reply = await call('POST', '/api/pull', { model: 'talk' });
    expect(linesOf(reply).at(-1)).toEqual({ error: message });
    expect(await post('/api/pull', { model: 'talk', stream: false })).toEqual({
      status: 500,
      body: { error: message },
    });
  });

  test('is shared by those who ask for the same name, and goes on when one leaves', async () => {
    const { pull, step, started, ended } = steppedPull();
    const { open, call } = await startDaemon({ pull });
    const first = open('POST', '/api/pull', { model: 'talk' });
    const [response] = await once(first, 'response');
    response.on('error', () => {});
    await vi.waitFor(() => expect(started).toEqual(['talk:latest']));
    const second = call('POST', '/api/pull', { model: 'TALK:latest' });
    await step();
    await step();
    first.on('error', () => {});
    first.destroy();
    await step();
    await step();
    expect(linesOf(await second).at(-1)).toEqual({ status: 'success' });
    expect(started).toEqual(['talk:latest']);
    expect(ended).toEqual(['whole']);
  });

  test('ends when nobody listens any more, and can be asked for again', async () => {
    const { pull, step, started, ended } = steppedPull();
    const { open, call } = await startDaemon({ pull });
    const request = open('POST', '/api/pull', { model: 'talk' });
    const [response] = await once(request, 'response');
    response.on('error', () => {});
    request.on('error', () => {});
    await vi.waitFor(() => expect(started).toHaveLength(1));
    request.destroy();
    await vi.waitFor(() => expect(ended).toEqual(['stopped']));
    const again = call('POST', '/api/pull', { model: 'talk' });
    await vi.waitFor(() => expect(started).toHaveLength(2));
    // The first of these was left over by the pull that ended.
    for (const _ of [0, ...LINES]) await step();
    expect(linesOf(await again).at(-1)).toEqual({ status: 'success' });
  });
});
