import { beforeEach, describe, expect, test } from 'vitest';
import { RunStore } from '../../src/run/run-store.ts';
import { atOnce, delta, event, FakeFrames } from './run-events.ts';

const PIECES = 200;

/** Counts how often it was told. */
function counter() {
  const tell = Object.assign(
    () => {
      tell.times += 1;
    },
    { times: 0 },
  );
  return tell;
}

let frames: FakeFrames;
let store: RunStore;

beforeEach(() => {
  frames = new FakeFrames();
  store = new RunStore(frames.clock);
  store.begin('run-1');
  frames.draw();
});

describe('a listener of all nodes', () => {
  test('is told of states and phases, and not of every piece of text', () => {
    store.take(delta('a', 'first'));
    frames.draw();
    const told = counter();
    store.subscribeNodes(told);
    store.take(delta('a', 'second'));
    frames.draw();
    expect(told.times).toBe(0);
    store.take(event({ type: 'node-start', nodeId: 'a', nodeType: 'x' }));
    frames.draw();
    expect(told.times).toBe(1);
  });
});

describe('a run whose last event never comes', () => {
  test('can be concluded, and another run is left alone', () => {
    store.conclude('run-2', { state: 'failed' });
    expect(store.overview()?.state).toBe('running');
    store.conclude('run-1', { state: 'failed' });
    expect(store.overview()?.state).toBe('failed');
  });
});

describe('once a picture', () => {
  test('tells the listener of a node once, however many pieces of text came', () => {
    const told = counter();
    store.subscribeNode('a', told);
    for (let piece = 0; piece < PIECES; piece += 1) store.take(delta('a', 'x'));
    expect(told.times).toBe(0);
    expect(frames.waiting).toBe(1);
    frames.draw();
    expect(told.times).toBe(1);
    expect(store.node('a')?.texts['text']).toBe('x'.repeat(PIECES));
  });

  test('tells it once for every piece when the clock does not wait: the clock is what gathers', () => {
    const eager = new RunStore(atOnce);
    eager.begin('run-1');
    const told = counter();
    eager.subscribeNode('a', told);
    for (let piece = 0; piece < PIECES; piece += 1) eager.take(delta('a', 'x'));
    expect(told.times).toBe(PIECES);
  });

  test('tells again at the next picture, and not when nothing came', () => {
    const told = counter();
    store.subscribeNode('a', told);
    store.take(delta('a', 'x'));
    frames.draw();
    frames.draw();
    expect(told.times).toBe(1);
    store.take(delta('a', 'y'));
    frames.draw();
    expect(told.times).toBe(2);
  });

  test('asks for one picture for all that changed', () => {
    store.take(delta('a', 'x'));
    store.take(delta('b', 'x'));
    store.take(event({ type: 'edge-flow', edgeId: 'e', count: 1, done: false }));
    store.setConnected(false);
    expect(frames.waiting).toBe(1);
  });

  test('tells who listens to all nodes once, whichever of them changed', () => {
    const told = counter();
    store.subscribeNodes(told);
    store.take(delta('a', 'x'));
    store.take(delta('b', 'x'));
    frames.draw();
    expect(told.times).toBe(1);
  });
});

describe('listeners', () => {
  test('of other nodes are not told', () => {
    const other = counter();
    const own = counter();
    store.subscribeNode('b', other);
    store.subscribeNode('a', own);
    store.take(delta('a', 'x'));
    frames.draw();
    expect([own.times, other.times]).toEqual([1, 0]);
  });

  test('of one node are all told', () => {
    const told = [counter(), counter(), counter()];
    for (const listener of told) store.subscribeNode('a', listener);
    store.take(delta('a', 'x'));
    frames.draw();
    expect(told.map((listener) => listener.times)).toEqual([1, 1, 1]);
  });

  test('that left are not told, also when they left between the event and the picture', () => {
    const early = counter();
    const late = counter();
    const leaveEarly = store.subscribeNode('a', early);
    const leaveLate = store.subscribeNode('a', late);
    leaveEarly();
    store.take(delta('a', 'x'));
    leaveLate();
    frames.draw();
    expect([early.times, late.times]).toEqual([0, 0]);
  });

  test('that leave twice do not take those along who came later', () => {
    const leave = store.subscribeNode('a', counter());
    leave();
    const later = counter();
    store.subscribeNode('a', later);
    leave();
    store.take(delta('a', 'x'));
    frames.draw();
    expect(later.times).toBe(1);
  });

  test('may leave while they are told, and the others are told all the same', () => {
    const told = counter();
    const leave = store.subscribeNode('a', () => leave());
    store.subscribeNode('a', told);
    store.take(delta('a', 'x'));
    frames.draw();
    expect(told.times).toBe(1);
  });

  test('of a node whose id is the word of another channel are told of that node only', () => {
    const told = counter();
    store.subscribeNode('overview', told);
    store.subscribeNode('nodes', told);
    store.subscribeNode('members', told);
    store.take(delta('a', 'x'));
    store.setConnected(false);
    frames.draw();
    expect(told.times).toBe(0);
  });
});

describe('nodes', () => {
  test('are the same object until they changed', () => {
    store.take(delta('a', 'x'));
    const before = store.node('a');
    store.take(delta('b', 'x'));
    expect(store.node('a')).toBe(before);
    store.take(delta('a', 'x'));
    expect(store.node('a')).not.toBe(before);
  });

  test('stand in the order in which they were queued', () => {
    for (const nodeId of ['b', 'a', 'c'])
      store.take(event({ type: 'node-queue', nodeId, nodeType: 't' }));
    store.take(delta('b', 'x'));
    expect([...store.nodes().keys()]).toEqual(['b', 'a', 'c']);
  });

  test('make a new member with their first event, and none with the next', () => {
    const told = counter();
    store.subscribeMembers(told);
    const before = store.members();
    store.take(delta('a', 'x'));
    const one = store.members();
    expect(one).toBeGreaterThan(before);
    frames.draw();
    expect(told.times).toBe(1);
    store.take(delta('a', 'x'));
    frames.draw();
    expect(store.members()).toBe(one);
    expect(told.times).toBe(1);
  });

  test('raise the version with the picture in which they changed', () => {
    const before = store.version();
    store.take(delta('a', 'x'));
    frames.draw();
    expect(store.version()).toBeGreaterThan(before);
  });

  test('are not made by a message of the run as a whole', () => {
    store.take(event({ type: 'log', level: 'warning', message: 'Slow disk.' }));
    expect(store.nodes().size).toBe(0);
  });
});

describe('wires', () => {
  const flow = (edgeId: string, done: boolean) =>
    store.take(event({ type: 'edge-flow', edgeId, count: 1, done }));

  test('flow from their first value until their last', () => {
    expect(store.isFlowing('e')).toBe(false);
    flow('e', false);
    expect(store.isFlowing('e')).toBe(true);
    flow('e', true);
    expect(store.isFlowing('e')).toBe(false);
  });

  test('flow no more when the run ended, also when nobody said so of them', () => {
    const told = counter();
    flow('e', false);
    frames.draw();
    store.subscribeFlow('e', told);
    store.take(event({ type: 'run-end', status: 'failed', durationMs: 5 }));
    frames.draw();
    expect(store.isFlowing('e')).toBe(false);
    expect(told.times).toBe(1);
  });

  test('tell who listens to them, and nobody else', () => {
    const own = counter();
    const other = counter();
    store.subscribeFlow('e', own);
    store.subscribeFlow('f', other);
    store.subscribeNode('e', other);
    flow('e', false);
    frames.draw();
    expect([own.times, other.times]).toEqual([1, 0]);
  });
});

describe('the run as a whole', () => {
  test('runs from its beginning, and takes the time of the server when that is known', () => {
    expect(store.overview()).toMatchObject({ runId: 'run-1', state: 'running', isConnected: true });
    store.take(event({ type: 'run-start', at: 4321 }));
    expect(store.overview()?.startedAt).toBe(4321);
  });

  test('ends as the server says, with its error', () => {
    const error = { code: 'NODE_FAILED', message: 'It broke.', hint: 'Mend it.' };
    store.take(event({ type: 'run-end', status: 'failed', durationMs: 12, error }));
    expect(store.overview()).toMatchObject({ state: 'failed', durationMs: 12, error });
  });

  test('tells when the stream is lost, once, and is not over for it', () => {
    const told = counter();
    store.subscribeOverview(told);
    store.setConnected(true);
    frames.draw();
    expect(told.times).toBe(0);
    store.setConnected(false);
    frames.draw();
    expect(told.times).toBe(1);
    expect(store.overview()).toMatchObject({ state: 'running', isConnected: false });
  });

  test('keeps the workflow with which it was started', () => {
    const workflow = { graph: { nodes: [], edges: [] } };
    store.begin('run-2', workflow);
    expect(store.overview()?.workflow).toBe(workflow);
    store.begin('run-3');
    expect(store.overview()).not.toHaveProperty('workflow');
  });
});

describe('another run', () => {
  test('begins with nothing of the one before', () => {
    store.take(delta('a', 'x'));
    store.take(event({ type: 'edge-flow', edgeId: 'e', count: 1, done: false }));
    store.take(event({ type: 'run-end', status: 'completed', durationMs: 5 }));
    store.begin('run-2');
    expect(store.node('a')).toBeUndefined();
    expect(store.nodes().size).toBe(0);
    expect(store.isFlowing('e')).toBe(false);
    expect(store.overview()).toMatchObject({ runId: 'run-2', state: 'running' });
    expect(store.overview()).not.toHaveProperty('durationMs');
  });

  test('tells all who looked at the one before', () => {
    store.take(delta('a', 'x'));
    store.take(event({ type: 'edge-flow', edgeId: 'e', count: 1, done: false }));
    frames.draw();
    const [node, flow, nodes, members, overview] = [1, 2, 3, 4, 5].map(counter);
    store.subscribeNode('a', node ?? counter());
    store.subscribeFlow('e', flow ?? counter());
    store.subscribeNodes(nodes ?? counter());
    store.subscribeMembers(members ?? counter());
    store.subscribeOverview(overview ?? counter());
    store.begin('run-2');
    frames.draw();
    expect([node, flow, nodes, members, overview].map((told) => told?.times)).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  test('is needed for events to be taken', () => {
    const told = counter();
    store.subscribeOverview(told);
    store.clear();
    frames.draw();
    expect(told.times).toBe(1);
    expect(store.overview()).toBeUndefined();
    store.take(delta('a', 'x'));
    store.setConnected(false);
    expect(store.nodes().size).toBe(0);
    expect(store.overview()).toBeUndefined();
  });
});
