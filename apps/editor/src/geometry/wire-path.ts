/** A place in px. */
type XY = readonly [number, number];

/** How far a wire goes straight before it may turn. */
const STUB = 14;
/** Corners are cut at 45 degrees over this length, and the cuts rounded a little. */
const CUT = 10;
const ROUND = 4;

/**
 * The way of a wire as an SVG path: level, upright or at 45 degrees. A wire to the left goes round below both ends.
 * `below` is the y under which such a wire must pass.
 */
export function wirePath(from: XY, to: XY, below = Math.max(from[1], to[1]) + 48): string {
  return draw(wirePoints(from, to, below));
}

/** The corners of the way. */
export function wirePoints([x1, y1]: XY, [x2, y2]: XY, below: number): readonly XY[] {
  const across = x2 - x1;
  const down = Math.abs(y2 - y1);
  const isLevel = down < 1;
  if (isLevel && across >= 0)
    return [
      [x1, y1],
      [x2, y2],
    ];
  // Room for one slope at 45 degrees between the two stubs.
  if (across - 2 * STUB >= down) {
    const middle = x1 + Math.max(STUB, (across - down) / 2);
    return [
      [x1, y1],
      [middle, y1],
      [middle + down, y2],
      [x2, y2],
    ];
  }
  if (across >= 2 * STUB) {
    const middle = x1 + across / 2;
    return cutCorners([
      [x1, y1],
      [middle, y1],
      [middle, y2],
      [x2, y2],
    ]);
  }
  const right = x1 + STUB;
  const left = x2 - STUB;
  return cutCorners([
    [x1, y1],
    [right, y1],
    [right, below],
    [left, below],
    [left, y2],
    [x2, y2],
  ]);
}

function cutCorners(points: readonly XY[]): readonly XY[] {
  const cut: XY[] = points.slice(0, 1);
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) continue;
    const length = Math.min(CUT, distance(before, point) / 2, distance(point, after) / 2);
    cut.push(towards(point, before, length), towards(point, after, length));
  }
  return [...cut, ...points.slice(-1)];
}

function draw(points: readonly XY[]): string {
  let path = `M${format(points[0] ?? [0, 0])}`;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) continue;
    if (after === undefined) {
      path += `L${format(point)}`;
      continue;
    }
    const length = Math.min(ROUND, distance(before, point) / 2, distance(point, after) / 2);
    path += `L${format(towards(point, before, length))}Q${format(point)} ${format(towards(point, after, length))}`;
  }
  return path;
}

const distance = ([ax, ay]: XY, [bx, by]: XY) => Math.hypot(bx - ax, by - ay);

/** The point that lies `length` from `from` on the way to `to`. */
function towards(from: XY, to: XY, length: number): XY {
  const whole = distance(from, to);
  if (whole === 0) return from;
  const share = length / whole;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

const format = ([x, y]: XY) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
