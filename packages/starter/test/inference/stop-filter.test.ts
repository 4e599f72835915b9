import fc from 'fast-check';
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

test('however a text is cut, it is shown up to its first stop text', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 12 }),
      fc.array(letters, { maxLength: 3 }),
      (pieces, stops) => {
        const whole = pieces.join('');
        const ends = stops
          .filter((stop) => stop !== '')
          .map((stop) => whole.indexOf(stop))
          .filter((index) => index >= 0);
        // Two stop texts that overlap: the one that is whole first ends the answer, a little later than the other began.
        const shown = filtered(pieces, stops);
        expect(whole.startsWith(shown)).toBe(true);
        if (ends.length === 0) expect(shown).toBe(whole);
        else expect(stops.every((stop) => stop === '' || !shown.includes(stop))).toBe(true);
        if (stops.length === 1 && ends.length > 0) expect(shown).toBe(whole.slice(0, ends[0]));
      },
    ),
  );
});

test('text that cannot begin a stop text goes out at once', () => {
  const filter = new StopFilter(['###']);
  expect(filter.add('hello').text).toBe('hello');
  expect(filter.add(' #').text).toBe(' ');
  expect(filter.add('!').text).toBe('#!');
});
