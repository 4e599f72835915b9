import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wirePath, wirePoints } from '../../src/geometry/wire-path.ts';

type XY = readonly [number, number];

/** A tenth of a px: what is written into a path is rounded to it. */
const TENTH = 0.1;
const NEAR = 1e-6;
const RUNS = { numRuns: 1000 };

/** Places of ports: whole px, as nodes stand on a grid, some of them far away. */
const whole: fc.Arbitrary<XY> = fc.tuple(
  fc.integer({ min: -3000, max: 3000 }),
  fc.integer({ min: -3000, max: 3000 }),
);

/** Two ends: anywhere, or so near that every turn of the way is cut short. */
const ends: fc.Arbitrary<readonly [XY, XY]> = fc.oneof(
  fc.tuple(whole, whole),
  fc
    .tuple(whole, fc.integer({ min: -70, max: 70 }), fc.integer({ min: -70, max: 70 }))
    .map(([from, across, down]) => [from, [from[0] + across, from[1] + down]] as const),
);

const far = (from: XY, to: XY) => Math.max(from[1], to[1]) + 48;

/** The pairs of points that follow each other. */
const segments = (points: readonly XY[]) =>
  points.slice(1).map((to, index) => [points[index] ?? to, to] as const);

/** The x and y of every command of a path, in order. */
function pointsOf(path: string): readonly XY[] {
  return [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('the way of a wire', () => {
  test('is level, upright or at 45 degrees', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        for (const [[ax, ay], [bx, by]] of segments(wirePoints(from, to, far(from, to)))) {
          const across = Math.abs(bx - ax);
          const down = Math.abs(by - ay);
          expect(Math.min(across, down, Math.abs(across - down))).toBeLessThan(NEAR);
        }
      }),
      RUNS,
    );
  });

  test('begins and ends where it is told', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        const points = wirePoints(from, to, far(from, to));
        expect(points[0]).toEqual(from);
        expect(points.at(-1)).toEqual(to);
        const drawn = pointsOf(wirePath(from, to));
        expect(drawn[0]).toEqual(from);
        expect(drawn.at(-1)).toEqual(to);
      }),
      RUNS,
    );
  });

  test('leaves its source to the right and comes to its target from the left', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        fc.pre(from[0] !== to[0] || from[1] !== to[1]);
        const points = wirePoints(from, to, far(from, to));
        const [, second] = points;
        const beforeLast = points.at(-2);
        expect(second?.[0]).toBeGreaterThan(from[0]);
        expect(second?.[1]).toBe(from[1]);
        expect(beforeLast?.[0]).toBeLessThan(to[0]);
        expect(beforeLast?.[1]).toBe(to[1]);
      }),
      RUNS,
    );
  });

  test('has room before it turns, however near the ends are', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        const points = wirePoints(from, to, far(from, to));
        fc.pre(points.length > 2);
        expect((points[1]?.[0] ?? 0) - from[0]).toBeGreaterThanOrEqual(7);
        expect(to[0] - (points.at(-2)?.[0] ?? 0)).toBeGreaterThanOrEqual(7);
      }),
      RUNS,
    );
  });

  test('to the right never goes back, and stays between the heights of its ends', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        fc.pre(to[0] - from[0] >= 28);
        const points = wirePoints(from, to, far(from, to));
        for (const [[ax, ay], [bx, by]] of segments(points)) {
          expect(bx).toBeGreaterThanOrEqual(ax);
          for (const y of [ay, by]) {
            expect(y).toBeGreaterThanOrEqual(Math.min(from[1], to[1]));
            expect(y).toBeLessThanOrEqual(Math.max(from[1], to[1]));
          }
        }
      }),
      RUNS,
    );
  });

  test('to the left goes round below both ends', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        fc.pre(to[0] < from[0]);
        const lowest = Math.max(...pointsOf(wirePath(from, to)).map(([, y]) => y));
        expect(lowest).toBeGreaterThan(Math.max(from[1], to[1]) + 20);
      }),
      RUNS,
    );
  });

  test('to the left passes where it is told, and crosses to the left only there', () => {
    const points = wirePoints([500, 100], [100, 140], 300);
    const level = segments(points).filter(([a, b]) => b[0] < a[0] && a[1] === b[1]);
    expect(level.length).toBe(1);
    expect(level[0]?.[0][1]).toBe(300);
  });

  test('straight ahead is one line, and a little off goes by one slope', () => {
    expect(wirePoints([0, 10], [200, 10], 0)).toEqual([
      [0, 10],
      [200, 10],
    ]);
    expect(wirePoints([0, 10], [200, 50], 0)).toEqual([
      [0, 10],
      [80, 10],
      [120, 50],
      [200, 50],
    ]);
    expect(wirePath([0, 10], [200, 10])).toBe('M0,10L200,10');
  });

  test('to the right of a near node far below goes upright between the two', () => {
    const points = wirePoints([0, 0], [60, 300], 0);
    const upright = segments(points).filter(([a, b]) => a[0] === b[0]);
    expect(upright).toEqual([
      [
        [30, 10],
        [30, 290],
      ],
    ]);
  });
});

test('the way between ends that lie on each other or beside each other has no gaps', () => {
  for (const across of [-28, -14, 0, 14, 28])
    for (const down of [-20, -1, 0, 1, 20])
      expect(wirePath([5, 5], [5 + across, 5 + down])).not.toMatch(/NaN|Infinity/);
});

describe('the path', () => {
  test('has only numbers, wherever the ends are and however fine', () => {
    const fine = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(fine, fine), fc.tuple(fine, fine), (from, to) => {
        const path = wirePath(from, to);
        expect(path).toMatch(/^M\S+(L\S+|Q\S+ \S+)*L\S+$/);
        expect(path).not.toMatch(/NaN|Infinity|e/);
        const drawn = pointsOf(path);
        expect(Math.abs((drawn[0]?.[0] ?? 0) - from[0])).toBeLessThanOrEqual(TENTH);
        expect(Math.abs((drawn.at(-1)?.[1] ?? 0) - to[1])).toBeLessThanOrEqual(TENTH);
      }),
      RUNS,
    );
  });

  test('keeps to the corners of the way: it rounds them by a few px only', () => {
    fc.assert(
      fc.property(ends, ([from, to]) => {
        const corners = wirePoints(from, to, far(from, to));
        for (const point of pointsOf(wirePath(from, to))) {
          const distances = corners.map(([x, y]) => Math.hypot(point[0] - x, point[1] - y));
          expect(Math.min(...distances)).toBeLessThanOrEqual(4 + TENTH);
        }
      }),
      RUNS,
    );
  });
});
