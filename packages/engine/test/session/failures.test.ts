import { describe, expect, test } from 'vitest';
import { brokenPromises, runFlow } from '../run-flow.ts';
import { flow } from '../test-nodes.ts';

describe('a node that fails', () => {
  test('fails the run, skips what needs it and leaves the others alone', async () => {
    const { result, statuses, events } = await runFlow(
      flow(
        { a: ['Source', { value: 1 }], b: ['Pass', { mode: 'fail' }], c: ['Pass'], d: ['Pass'] },
        'a.value > b.value',
        'b.value > c.value',
        'a.value > d.value',
      ),
    );
    expect(statuses).toEqual({ a: 'completed', b: 'failed', c: 'skipped', d: 'completed' });
    expect(result).toMatchObject({
      status: 'failed',
      error: { code: 'NODE_FAILED', message: 'told to fail', details: { nodeId: 'b' } },
    });
    expect(events.find((event) => event.type === 'node-end' && event.nodeId === 'c')).toMatchObject(
      { reason: expect.stringContaining('b') },
    );
    expect(brokenPromises(events)).toEqual([]);
  });

  test('in the middle of a stream keeps what it had said, and skips the reader', async () => {
    const { outputs, statuses } = await runFlow(
      flow(
        { a: ['Speak', { failAfter: 2 }], b: ['Sum'], c: ['Pass'] },
        'a.numbers > b.numbers',
        'a.text > c.value',
      ),
    );
    expect(outputs['a']).toEqual({ text: 'w0 w1 ', numbers: [0, 1] });
    expect(statuses).toEqual({ a: 'failed', b: 'skipped', c: 'skipped' });
  });

  test('that gives nothing skips what needs it, and the run completes', async () => {
    const { result, statuses } = await runFlow(
      flow(
        { a: ['Source', { value: 1 }], b: ['Pass', { mode: 'nothing' }], c: ['Pass'] },
        'a.value > b.value',
        'b.value > c.value',
      ),
    );
    expect(statuses).toEqual({ a: 'completed', b: 'completed', c: 'skipped' });
    expect(result.status).toBe('completed');
  });

  test.each(['twice', 'unknown'])(
    'that sends what it does not declare (%s) is told so',
    async (mode) => {
      const { result } = await runFlow(
        flow({ a: ['Source', { value: 1 }], b: ['Pass', { mode }] }, 'a.value > b.value'),
      );
      expect(result.error).toMatchObject({ code: 'NODE_OUTPUT_INVALID' });
    },
  );

  test('a value that does not fit is refused where it arrives', async () => {
    const { result, statuses } = await runFlow(
      flow({ a: ['Source', { value: 'text' }], b: ['Sum'] }, 'a.value > b.numbers'),
    );
    expect(statuses['b']).toBe('failed');
    expect(result.error).toMatchObject({
      code: 'NODE_INPUT_INVALID',
      message: expect.stringContaining('numbers'),
    });
  });
});

describe('a bypassed node', () => {
  const bypassed = (workflow: ReturnType<typeof flow>, id: string) => ({
    graph: {
      ...workflow.graph,
      nodes: workflow.graph.nodes.map((node) =>
        node.id === id ? { ...node, ui_properties: { bypassed: true } } : node,
      ),
    },
  });

  test('gives on what comes into the first input that fits', async () => {
    const workflow = flow(
      { a: ['Source', { value: 9 }], b: ['Pass', { mode: 'fail' }], c: ['Pass'] },
      'a.value > b.value',
      'b.value > c.value',
    );
    const { outputs, statuses } = await runFlow(bypassed(workflow, 'b'));
    expect(statuses['b']).toBe('bypassed');
    expect(outputs['c']).toEqual({ value: 9 });
  });
});

test('a long value is told by its hash', async () => {
  const { events } = await runFlow(flow({ a: ['Source', { value: 'x'.repeat(100_000) }] }));
  expect(events.find((event) => event.type === 'node-output')).toMatchObject({
    value: { blob: expect.stringMatching(/^sha256:/), sizeBytes: 100_002 },
  });
});
