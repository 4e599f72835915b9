import { getEventListeners } from 'node:events';
import { NodetoolError } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { brokenPromises, runFlow, sessionOf } from '../run-flow.ts';
import { flow, testRegistry } from '../test-nodes.ts';

const never = new Promise(() => {});
const waiting = flow({ a: ['Gate'], b: ['Pass'] }, 'a.value > b.value');

async function cancelWhenWaiting(
  options: { ignoresSignal?: boolean; graceMs?: number; reason?: unknown } = {},
) {
  const workflow = options.ignoresSignal
    ? flow({ a: ['Gate', { ignoresSignal: true }], b: ['Pass'] }, 'a.value > b.value')
    : waiting;
  const session = sessionOf(workflow, {
    registry: testRegistry({ gate: never }),
    graceMs: options.graceMs ?? 5000,
  });
  const events: { type: string }[] = [];
  const run = session.run();
  for await (const event of session.events()) {
    events.push(event);
    if (event.type === 'node-wait') session.cancel(options.reason);
  }
  return { result: await run, events };
}

describe('a cancel', () => {
  test('before the start ends the run at once, and nothing runs', async () => {
    const session = sessionOf(waiting);
    session.cancel();
    expect(await session.run()).toMatchObject({
      status: 'cancelled',
      error: { code: 'CANCELLED' },
      nodes: {},
    });
  });

  test('reaches the node that runs, and ends everything as cancelled', async () => {
    const { result } = await cancelWhenWaiting();
    expect(result.status).toBe('cancelled');
    expect(result.nodes['a']?.status).toBe('cancelled');
  });

  test('leaves a node behind that does not listen', async () => {
    const { result } = await cancelWhenWaiting({ ignoresSignal: true, graceMs: 10 });
    expect(result.nodes['a']?.status).toBe('cancelled');
  });

  test('with an error of ours is that error', async () => {
    const reason = new NodetoolError('NODE_TIMED_OUT', 'too long');
    expect((await cancelWhenWaiting({ reason })).result.error).toMatchObject({
      code: 'NODE_TIMED_OUT',
    });
  });

  test('after the end changes nothing', async () => {
    const session = sessionOf(flow({ a: ['Source', { value: 1 }] }));
    const result = await session.run();
    session.cancel();
    expect(result.status).toBe('completed');
  });

  test('of an endless stream with a reader ends both', async () => {
    const session = sessionOf(
      flow({ a: ['Speak', { count: 1_000_000_000 }], b: ['Sum'] }, 'a.numbers > b.numbers'),
    );
    const events = [];
    const run = session.run();
    for await (const event of session.events()) {
      events.push(event);
      if (event.type === 'edge-flow') session.cancel();
    }
    expect((await run).status).toBe('cancelled');
    expect(brokenPromises(events)).toEqual([]);
  });
});

test('twenty runs leave no listener on the signal of the caller', async () => {
  const controller = new AbortController();
  for (let round = 0; round < 20; round += 1) {
    const session = sessionOf(
      flow({ a: ['Speak', { count: 3 }], b: ['Pass'] }, 'a.text > b.value'),
    );
    await session.run(controller.signal);
  }
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('who listens late is told everything', async () => {
  const session = sessionOf(flow({ a: ['Source', { value: 1 }] }));
  await session.run();
  const events = [];
  for await (const event of session.events()) events.push(event);
  expect(brokenPromises(events)).toEqual([]);
  expect(
    (await runFlow(flow({ a: ['Source', { value: 1 }] }))).events.map((event) => event.type),
  ).toEqual(events.map((event) => event.type));
});
