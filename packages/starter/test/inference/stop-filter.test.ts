import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StopFilter } from '../../src/inference/stop-filter.ts';

function filtered(pieces: readonly string[], stops: readonly string[]): string {
  const filter = new StopFilter(stops);
  let shown = '';
  for (const piece of pieces) {
    const { text, isStopped } = filter.add(piece);
    shown += text;
    if (isStopped) return shown;
  }
  return shown + filter.end();
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 4 });
const pieces = fc.array(letters, { maxLength: 12 });

test('however a text is cut, it is shown up to its stop text, or whole', () => {
  fc.assert(
    fc.property(pieces, letters, (parts, stop) => {
      const whole = parts.join('');
      const end = stop === '' ? -1 : whole.indexOf(stop);
      expect(filtered(parts, [stop])).toBe(end < 0 ? whole : whole.slice(0, end));
    }),
  );
});

test('of several stop texts none is shown, and nothing behind one', () => {
  fc.assert(
    fc.property(pieces, fc.array(letters, { maxLength: 3 }), (parts, texts) => {
      const stops = texts.filter((stop) => stop !== '');
      const whole = parts.join('');
      const shown = filtered(parts, stops);
      expect(whole.startsWith(shown)).toBe(true);
      expect(stops.some((stop) => shown.includes(stop))).toBe(false);
      expect(shown === whole).toBe(!stops.some((stop) => whole.includes(stop)));
    }),
  );
});

test('text that cannot begin a stop text goes out at once', () => {
  const filter = new StopFilter(['###']);
  expect(filter.add('hello').text).toBe('hello');
  expect(filter.add(' #').text).toBe(' ');
  expect(filter.add('!').text).toBe('#!');
});
