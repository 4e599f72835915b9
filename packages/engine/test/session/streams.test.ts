import { describe, expect, test } from 'vitest';
import { brokenPromises, runFlow } from '../run-flow.ts';
import { flow } from '../test-nodes.ts';

describe('streams', () => {
  test('a text stream into a value is joined', async () => {
    const { outputs } = await runFlow(
      flow({ a: ['Speak', { count: 3 }], b: ['Pass'] }, 'a.text > b.value'),
    );
    expect(outputs['b']).toEqual({ value: 'w0 w1 w2 ' });
  });

  test('a stream into a list is collected, and nothing is lost', async () => {
    const { outputs } = await runFlow(
      flow({ a: ['Speak', { count: 500 }], b: ['Collect'] }, 'a.numbers > b.items'),
    );
    expect(outputs['b']?.['items']).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  test('a stream into a stream carries every item', async () => {
    const { outputs } = await runFlow(
      flow({ a: ['Speak', { count: 1000 }], b: ['Sum'] }, 'a.numbers > b.numbers'),
    );
    expect(outputs['b']).toEqual({ total: 499_500 });
  });

  test('a value into a stream is a stream of one', async () => {
    const { outputs } = await runFlow(
      flow({ a: ['Source', { value: 5 }], b: ['Sum'] }, 'a.value > b.numbers'),
    );
    expect(outputs['b']).toEqual({ total: 5 });
  });

  test('a receiver that leaves early does not hold the sender', async () => {
    const { outputs, statuses } = await runFlow(
      flow(
        { a: ['Speak', { count: 5000 }], b: ['Sum', { stopAfter: 2 }] },
        'a.numbers > b.numbers',
      ),
    );
    expect(outputs['b']).toEqual({ total: 1 });
    expect(statuses).toEqual({ a: 'completed', b: 'completed' });
  });

  test('a node that reads two streams of one sender one after the other does not hang', async () => {
    const { outputs, events } = await runFlow(
      flow(
        { a: ['Speak', { count: 1000 }], b: ['OneAfterTheOther'] },
        'a.text > b.first',
        'a.numbers > b.second',
      ),
    );
    expect(outputs['b']).toEqual({ count: 2000 });
    expect(brokenPromises(events)).toEqual([]);
  });

  test('pieces of text are joined in events, the whole is told at the end, and together they are the text', async () => {
    const { events } = await runFlow(flow({ a: ['Speak', { count: 400 }] }));
    const deltas = events.filter((event) => event.type === 'node-delta');
    const whole = Array.from({ length: 400 }, (_, index) => `w${index} `).join('');
    expect(deltas.length).toBeLessThan(100);
    expect(deltas[0]?.text).toBe('w0 ');
    expect(deltas.map((event) => event.text).join('')).toBe(whole);
    expect(
      events.find((event) => event.type === 'node-output' && event.port === 'text'),
    ).toMatchObject({ value: { inline: whole } });
  });

  test('what a node notes stands after the text that it had said', async () => {
    const { events } = await runFlow(flow({ a: ['Speak', { count: 400 }] }));
    const types = events.map((event) => event.type);
    expect(types.lastIndexOf('node-delta')).toBeLessThan(types.indexOf('log'));
    expect(types).toContain('node-delta');
  });

  test('an edge says how many values it carried, and nothing after its end', async () => {
    const { events } = await runFlow(
      flow({ a: ['Speak', { count: 300 }], b: ['Sum'] }, 'a.numbers > b.numbers'),
    );
    const flows = events.filter((event) => event.type === 'edge-flow');
    expect(flows.at(-1)).toMatchObject({ count: 300, done: true });
    expect(flows.filter((event) => event.done)).toHaveLength(1);
  });
});
