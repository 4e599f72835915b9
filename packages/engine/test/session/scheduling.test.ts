import { describe, expect, test } from 'vitest';
import { brokenPromises, runFlow, sessionOf } from '../run-flow.ts';
import { flow, testRegistry } from '../test-nodes.ts';

describe('values', () => {
  test('go from node to node', async () => {
    const { outputs, statuses, events } = await runFlow(
      flow(
        { a: ['Source', { value: 7 }], b: ['Pass'], c: ['Pass'] },
        'a.value > b.value',
        'b.value > c.value',
      ),
    );
    expect(outputs['c']).toEqual({ value: 7 });
    expect(statuses).toEqual({ a: 'completed', b: 'completed', c: 'completed' });
    expect(brokenPromises(events)).toEqual([]);
  });

  test('stand in the data of a node where there is no wire', async () => {
    const { outputs } = await runFlow(flow({ b: ['Pass', { value: 'own' }] }));
    expect(outputs['b']).toEqual({ value: 'own' });
  });

  test('a wire wins over the data', async () => {
    const { outputs } = await runFlow(
      flow(
        { a: ['Source', { value: 'wire' }], b: ['Pass', { value: 'own' }] },
        'a.value > b.value',
      ),
    );
    expect(outputs['b']).toEqual({ value: 'wire' });
  });

  test('several wires into a list are collected in the order of the edges', async () => {
    const { outputs } = await runFlow(
      flow(
        { a: ['Source', { value: 1 }], b: ['Source', { value: [2, 3] }], c: ['Collect'] },
        'b.value > c.items',
        'a.value > c.items',
      ),
    );
    expect(outputs['c']).toEqual({ items: [2, 3, 1] });
  });

  test('an output that is left out sends nothing over its wires, and an optional input stays open', async () => {
    const { outputs, events } = await runFlow(
      flow(
        { a: ['Source', { value: 1 }], b: ['Pass'], c: ['Pass', { value: 'own' }] },
        'a.value > b.value',
        'b.rest > c.other',
      ),
    );
    expect(outputs['c']).toEqual({ value: 'own' });
    expect(
      events.filter((event) => event.type === 'edge-flow' && event.edgeId === 'e1'),
    ).toMatchObject([{ count: 0, done: true }]);
  });

  test('a node starts only when its inputs are there, and is queued before', async () => {
    const { events } = await runFlow(
      flow({ a: ['Source', { value: 1 }], b: ['Pass'] }, 'a.value > b.value'),
    );
    const order = events.flatMap((event) =>
      'nodeId' in event ? [`${event.type} ${event.nodeId}`] : [],
    );
    expect(order.indexOf('node-queue b')).toBeLessThan(order.indexOf('node-end a'));
    expect(order.indexOf('node-start b')).toBeGreaterThan(order.indexOf('node-output a'));
  });

  test('branches run beside each other', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const workflow = flow(
      { slow: ['Gate'], a: ['Source', { value: 1 }], b: ['Pass'] },
      'a.value > b.value',
    );
    const session = sessionOf(workflow, { registry: testRegistry({ gate }) });
    const run = session.run();
    for await (const event of session.events()) {
      if (event.type === 'node-end' && event.nodeId === 'b') open();
    }
    expect((await run).status).toBe('completed');
  });
});

describe('a graph that cannot run', () => {
  test('says every mistake with its place, and runs nothing', async () => {
    const { result, events } = await runFlow(
      flow({ b: ['Pass'], c: ['Nothing'] }, 'b.value > c.value'),
    );
    expect(result).toMatchObject({
      status: 'failed',
      error: {
        code: 'NODE_INPUT_MISSING',
        message: expect.stringContaining('nodes[0].data.value'),
      },
    });
    expect(events.map((event) => event.type)).toEqual(['run-start', 'run-end']);
  });

  test('is not changed, and neither is one that can: frozen, it runs twice alike', async () => {
    const workflow = deepFreeze(
      flow({ a: ['Source', { value: { deep: [1] } }], b: ['Pass'] }, 'a.value > b.value'),
    );
    const first = await runFlow(workflow);
    const second = await runFlow(workflow);
    expect(first.outputs).toEqual(second.outputs);
    expect(first.result.status).toBe('completed');
  });
});

describe('parameters', () => {
  test('of an unknown name fail the run before it begins', async () => {
    const { result } = await runFlow(flow({ a: ['Source', { value: 1 }] }), {
      parameters: { nothing: 1 },
    });
    expect(result.error).toMatchObject({ code: 'NODE_INPUT_INVALID' });
  });
});

test('a session runs once', async () => {
  const session = sessionOf(flow({ a: ['Source', { value: 1 }] }));
  await session.run();
  await expect(session.run()).rejects.toMatchObject({ code: 'RUN_ALREADY_STARTED' });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(Object.freeze(value))) deepFreeze(inner);
  return value;
}
