import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProgressPace } from '../../../src/ollama/manage/progress-pace.ts';
import { ProgressTranslator } from '../../../src/ollama/manage/progress-translator.ts';
import { pullStatus } from '../../../src/ollama/manage/pull-status.ts';
import type { PullProgress } from '../../../src/ollama/manage/transfer-progress.ts';

interface Line {
  readonly status: string;
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
  /** Time after the line before, on the clock of the test. */
  readonly afterMs?: number;
}

const layer = (digest: string, total: number, completed: number, afterMs = 1000): Line => ({
  status: `pulling ${digest}`,
  digest: `sha256:${digest}`,
  ...(total === 0 ? {} : { total }),
  ...(completed === 0 ? {} : { completed }),
  afterMs,
});
const manifest: Line = { status: 'pulling manifest' };
const verify: Line = { status: 'verifying sha256 digest' };
const success: Line = { status: 'success' };

/** What is given of lines, each at its time. */
function translate(lines: readonly Line[]): readonly PullProgress[] {
  let nowMs = 5000;
  const translator = new ProgressTranslator({
    read: pullStatus,
    hide: (text) => text.replaceAll('marker-key', '***'),
    truncated: { message: '', hint: '' },
    now: () => nowMs,
  });
  const items: PullProgress[] = [];
  for (const { afterMs = 0, ...line } of lines) {
    nowMs += afterMs;
    translator.line({ ...line }, items);
  }
  return items;
}

const figures = (items: readonly PullProgress[]) =>
  items.map(({ completedBytes, totalBytes }) => [completedBytes, totalBytes]);

describe('the bytes of a pull', () => {
  test('are those of all layers that are known, and the total grows only with a new one', () => {
    const items = translate([
      manifest,
      layer('a', 100, 0),
      layer('a', 100, 100),
      layer('b', 50, 0),
      layer('b', 50, 50),
      success,
    ]);
    expect(figures(items)).toEqual([
      [undefined, undefined],
      [0, 100],
      [100, 100],
      [100, 150],
      [150, 150],
      [150, 150],
    ]);
  });

  test('do not go back when a part must be fetched again', () => {
    const items = translate([layer('a', 100, 60), layer('a', 100, 20), layer('a', 100, 70)]);
    expect(figures(items)).toEqual([
      [60, 100],
      [60, 100],
      [70, 100],
    ]);
  });

  test('are never more than the total', () => {
    expect(figures(translate([layer('a', 100, 130)]))).toEqual([[100, 100]]);
  });

  test('are not known as long as the daemon says 0, and count when it knows', () => {
    const items = translate([layer('a', 0, 0), layer('a', 0, 10), layer('a', 40, 20)]);
    expect(figures(items)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [20, 40],
    ]);
    expect(items[2]?.resumedBytes).toBeUndefined();
  });

  test('are whole when the daemon goes on to verify, though it never said so', () => {
    const items = translate([layer('a', 100, 95), verify]);
    expect(items.at(-1)).toMatchObject({ phase: 'verify', completedBytes: 100, totalBytes: 100 });
  });

  test('that were there when a layer began are told apart', () => {
    const items = translate([layer('a', 100, 40), layer('a', 100, 60), layer('b', 10, 10)]);
    expect(items.map(({ resumedBytes }) => resumedBytes)).toEqual([40, 40, 50]);
    expect(translate([layer('a', 100, 0)])[0]).not.toHaveProperty('resumedBytes');
  });

  test('only grow and never pass the total, whatever the daemon says', () => {
    const anyLine = fc.record({
      digest: fc.constantFrom('a', 'b', 'c'),
      total: fc.oneof(fc.nat(1000), fc.constant(-5), fc.constant(Number.NaN)),
      completed: fc.oneof(fc.nat(2000), fc.constant(-5), fc.constant(1.5)),
    });
    fc.assert(
      fc.property(fc.array(anyLine), (lines) => {
        const items = translate(
          lines.map(({ digest, total, completed }) => ({
            status: 'pulling',
            digest,
            total,
            completed,
            afterMs: 1000,
          })),
        );
        let before = { completedBytes: 0, totalBytes: 0 };
        for (const { completedBytes = 0, totalBytes = 0 } of items) {
          expect(completedBytes).toBeGreaterThanOrEqual(before.completedBytes);
          expect(totalBytes).toBeGreaterThanOrEqual(before.totalBytes);
          expect(completedBytes).toBeLessThanOrEqual(totalBytes);
          before = { completedBytes, totalBytes };
        }
      }),
    );
  });
});

describe('the speed of a pull', () => {
  test('is not known in the first second, then tells the time that is left', () => {
    const items = translate([
      layer('a', 1000, 0),
      layer('a', 1000, 50, 500),
      layer('a', 1000, 100, 500),
    ]);
    expect(items.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([undefined, undefined, 100]);
    expect(items[2]?.secondsLeft).toBe(9);
    expect(items[1]).not.toHaveProperty('secondsLeft');
  });

  test('is that of the last five seconds', () => {
    const slow = Array.from({ length: 10 }, (_, index) => layer('a', 9000, index * 10));
    const fast = Array.from({ length: 6 }, (_, index) => layer('a', 9000, 90 + (index + 1) * 200));
    expect(translate(slow).at(-1)?.bytesPerSecond).toBe(10);
    expect(translate([...slow, ...fast]).at(-1)?.bytesPerSecond).toBe(200);
  });

  test('does not count what was there before', () => {
    const items = translate([
      layer('a', 1000, 500),
      layer('a', 1000, 510),
      // A layer that is shared with another model is there at once.
      layer('b', 4000, 4000),
      layer('a', 1000, 530),
    ]);
    expect(items.at(-1)?.bytesPerSecond).toBe(10);
  });

  test('is 0 when nothing moves, and then nobody knows how long it takes', () => {
    const items = translate([layer('a', 100, 50), layer('a', 100, 50), layer('a', 100, 50)]);
    expect(items.at(-1)?.bytesPerSecond).toBe(0);
    expect(items.at(-1)).not.toHaveProperty('secondsLeft');
  });

  test('is told only while bytes move', () => {
    const later = { ...verify, afterMs: 2000 };
    const items = translate([layer('a', 100, 0), layer('a', 100, 100), verify, later, success]);
    expect(items.map((item) => 'bytesPerSecond' in item)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  test('begins anew with a new phase', () => {
    let nowMs = 0;
    const pace = new ProgressPace<'hash' | 'upload'>(() => nowMs);
    const at = (phase: 'hash' | 'upload', atMs: number, completedBytes: number) => {
      nowMs = atMs;
      return pace.item({ phase, status: '', completedBytes, totalBytes: 900, isMoving: true });
    };
    at('hash', 0, 0);
    expect(at('hash', 1000, 900)).toMatchObject({ bytesPerSecond: 900, secondsLeft: 0 });
    expect(at('upload', 2000, 0)).not.toHaveProperty('bytesPerSecond');
    expect(at('upload', 3000, 300)).toMatchObject({ bytesPerSecond: 300, secondsLeft: 2 });
  });
});

describe('the pace of a pull', () => {
  test('is ten items a second, however often the daemon speaks', () => {
    const lines = Array.from({ length: 101 }, (_, index) => layer('a', 1000, index, 10));
    expect(translate(lines)).toHaveLength(11);
  });

  test('gives the first, every new phase and the last at once', () => {
    const lines = [
      manifest,
      layer('a', 10, 1, 1),
      layer('a', 10, 2, 1),
      verify,
      { status: 'writing manifest' },
      { status: 'removing unused layers' },
      success,
    ];
    const phases = translate(lines).map(({ phase }) => phase);
    expect(phases).toEqual(['manifest', 'download', 'verify', 'write', 'done']);
  });
});

test('words of the daemon are given without keys and folders', () => {
  const status = "couldn't remove unused layers: open /srv/models/blobs/x marker-key";
  expect(translate([{ status }])[0]?.status).toBe("couldn't remove unused layers: open [path] ***");
});
