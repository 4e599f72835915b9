import type { RunEvent } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { advanceNode, isLive, phaseOf } from '../../src/run/node-run.ts';
import type { NodeRun } from '../../src/run/node-run.ts';
import { delta, event } from './run-events.ts';

type NodeEvent = Parameters<typeof advanceNode>[1];

const isOfNode = (any: RunEvent): any is NodeEvent => 'nodeId' in any;

function advance(node: NodeRun | undefined, next: RunEvent): NodeRun {
  if (!isOfNode(next)) throw new Error(`${next.type} is of no node`);
  return advanceNode(node, next);
}

/** How a node stands after these events. */
function after(first: RunEvent, ...events: readonly RunEvent[]): NodeRun {
  return events.reduce(advance, advance(undefined, first));
}

const queue = (at: number) => event({ type: 'node-queue', nodeId: 'a', nodeType: 't', at });
const start = (at: number) => event({ type: 'node-start', nodeId: 'a', nodeType: 't', at });
const wait = (at: number, phase: string, model?: string) =>
  event({ type: 'node-wait', nodeId: 'a', at, phase, ...(model === undefined ? {} : { model }) });
const end = (at: number, fields: Record<string, unknown> = {}) =>
  event({ type: 'node-end', nodeId: 'a', at, status: 'completed', durationMs: 7, ...fields });
const output = (port: string, inline: unknown) =>
  event({ type: 'node-output', nodeId: 'a', port, value: { inline } });
const log = (level: string, message: string) => event({ type: 'log', nodeId: 'a', level, message });

describe('phases', () => {
  test('follow each other without a gap, and only the last one lasts', () => {
    const node = after(queue(10), start(20), wait(25, 'loading'), wait(60, 'reading'));
    expect(node.segments).toEqual([
      { phase: 'waiting', startedAt: 10, endedAt: 20 },
      { phase: 'computing', startedAt: 20, endedAt: 25 },
      { phase: 'loading', startedAt: 25, endedAt: 60 },
      { phase: 'reading', startedAt: 60 },
    ]);
    expect(phaseOf(node)).toBe('reading');
  });

  test('are named as the engine names them, and a queue of the daemon is waiting', () => {
    for (const phase of ['loading', 'reading', 'thinking', 'answering'] as const)
      expect(phaseOf(after(wait(1, phase)))).toBe(phase);
    expect(phaseOf(after(wait(1, 'queued')))).toBe('waiting');
  });

  test('go on as one stretch when they are told again', () => {
    const node = after(wait(10, 'loading'), wait(30, 'loading'), wait(50, 'reading'));
    expect(node.segments).toEqual([
      { phase: 'loading', startedAt: 10, endedAt: 50 },
      { phase: 'reading', startedAt: 50 },
    ]);
  });

  test('without length leave no stretch', () => {
    const node = after(start(10), wait(10, 'loading'), wait(15, 'reading'));
    expect(node.segments).toEqual([
      { phase: 'loading', startedAt: 10, endedAt: 15 },
      { phase: 'reading', startedAt: 15 },
    ]);
  });

  test('never end before they began, also when the clock of the server is set back', () => {
    const node = after(start(100), wait(50, 'loading'), end(40));
    for (const { startedAt, endedAt = startedAt } of node.segments)
      expect(endedAt).toBeGreaterThanOrEqual(startedAt);
  });

  test('end with the node', () => {
    const node = after(start(10), wait(20, 'answering'), end(90));
    expect(node.segments.at(-1)).toEqual({ phase: 'answering', startedAt: 20, endedAt: 90 });
    expect(phaseOf(node)).toBeUndefined();
  });

  test('that begin again after their end are a stretch of their own', () => {
    expect(after(start(1), end(5), start(9)).segments).toEqual([
      { phase: 'computing', startedAt: 1, endedAt: 5 },
      { phase: 'computing', startedAt: 9 },
    ]);
  });

  test('are none before anything happened', () => {
    expect(phaseOf(after(log('info', 'Hello.')))).toBeUndefined();
  });
});

describe('a node', () => {
  test('waits in the queue, is under way from its start, and no more from its end', () => {
    expect(after(queue(1)).state).toBe('queued');
    expect(isLive(after(queue(1)))).toBe(false);
    expect(isLive(after(queue(1), start(2)))).toBe(true);
    expect(isLive(after(queue(1), start(2), wait(3, 'loading')))).toBe(true);
    expect(isLive(after(queue(1), start(2), end(3)))).toBe(false);
  });

  test('forgets all when it is queued anew', () => {
    const node = after(start(1), delta('a', 'x'), output('text', 'x'), log('warning', 'w'), end(5));
    const anew = advance(node, queue(9));
    expect(anew).toEqual(after(queue(9)));
  });

  test('keeps the model that it waits for when a later event names none', () => {
    expect(after(wait(1, 'loading', 'llama3.2:latest'), wait(2, 'reading')).model).toBe(
      'llama3.2:latest',
    );
    expect(after(wait(1, 'loading'))).not.toHaveProperty('model');
  });

  test('is left as it was: every event gives another object', () => {
    const before = Object.freeze(after(start(1)));
    const next = advance(before, delta('a', 'x'));
    expect(next).not.toBe(before);
    expect(before.texts).toEqual({});
  });

  test.each(['ask', 'node-retry'] as const)('is not changed by %s', (type) => {
    const before = after(start(1), delta('a', 'x'));
    const error = { code: 'NODE_FAILED', message: 'm', hint: 'h' };
    const fields = { nodeId: 'a', askId: 'q', question: '?', delayMs: 1, error };
    expect(advance(before, event({ type, ...fields }))).toBe(before);
  });
});

describe('text', () => {
  test('is joined in the order in which it came, for each port on its own', () => {
    const node = after(
      delta('a', 'Hel'),
      delta('a', 'hm', 'thinking'),
      delta('a', 'lo'),
      delta('a', '…', 'thinking'),
    );
    expect(node.texts).toEqual({ text: 'Hello', thinking: 'hm…' });
  });

  test('of a port with the name of what every object has begins empty', () => {
    expect(after(delta('a', 'x', 'constructor')).texts['constructor']).toBe('x');
  });

  test('stays when the node fails or is stopped', () => {
    for (const status of ['failed', 'cancelled'])
      expect(after(delta('a', 'half'), end(3, { status })).texts).toEqual({ text: 'half' });
  });
});

describe('values', () => {
  test('are kept by port, the last of each', () => {
    const node = after(output('item', 1), output('item', 2), output('other', null));
    expect(node.outputs).toEqual({ item: { inline: 2 }, other: { inline: null } });
  });

  test('come beside the text that streamed', () => {
    const node = after(delta('a', 'x'), output('text', 'x'));
    expect(node).toMatchObject({ texts: { text: 'x' }, outputs: { text: { inline: 'x' } } });
  });
});

describe('the end', () => {
  test.each(['completed', 'cached', 'bypassed', 'skipped', 'failed', 'cancelled'] as const)(
    'says %s',
    (status) => {
      expect(after(start(1), end(9, { status }))).toMatchObject({ state: status, durationMs: 7 });
    },
  );

  test('brings figures, error and reason when there are some', () => {
    const usage = { model: 'm', outputTokens: 3 };
    const error = { code: 'NODE_FAILED', message: 'It broke.', hint: 'Mend it.' };
    const node = after(end(9, { status: 'failed', usage, error, reason: 'because' }));
    expect(node).toMatchObject({ usage, error, reason: 'because' });
    const plain = after(end(9));
    for (const field of ['usage', 'error', 'reason']) expect(plain).not.toHaveProperty(field);
  });

  test('without a beginning, as of a node that is skipped, leaves no stretch that lasts', () => {
    expect(after(queue(5), end(5, { status: 'skipped' })).segments).toEqual([]);
  });
});

describe('messages', () => {
  test('that warn are kept in their order, others are not', () => {
    const node = after(log('warning', 'one'), log('info', 'no'), log('warning', 'two'));
    expect(node.warnings).toEqual(['one', 'two']);
  });
});
