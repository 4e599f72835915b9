import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { LONGEST_LINE_BYTES, NdjsonReader } from '../../src/ollama/connection/ndjson-reader.ts';
import type { LineValue } from '../../src/ollama/connection/ndjson-reader.ts';
import { play } from '../scripted.ts';

const word = 'Grüße, 日本語, 🙂\u2028\u0085';
const lines = chatLine({ content: word }) + chatLine({ content: '!' }) + doneLine();
const numRuns = process.env['NODETOOL_TEST_FULL'] === '1' ? 2000 : 100;

describe('the frame of a stream', () => {
  test.each([
    ['every byte alone', [{ send: lines, splitEvery: 1 }]],
    ['lines split over segments', [{ send: lines, splitEvery: 17 }]],
    ['all lines in one piece', [{ send: lines }]],
    ['CRLF line ends', [{ send: lines.replaceAll('\n', '\r\n') }]],
    ['a byte-order mark', [{ send: `\uFEFF${lines}` }]],
    [
      'blank lines and lines of spaces',
      [{ send: `\n \n${lines.replaceAll('\n', '\n\n   \n')}\n` }],
    ],
    ['a last line without an end', [{ send: lines.trimEnd() }]],
  ])('%s: the text is right', async (_name, script) => {
    const { text, error, items } = await play(script);
    expect(error).toBeUndefined();
    expect(text).toBe(`${word}!`);
    expect(items.at(-1)).toMatchObject({ done: true });
  });

  test('a line of 10 MB is right', async () => {
    const long = 'x'.repeat(10 * 1024 * 1024);
    const { text, error } = await play([{ send: chatLine({ content: long }) + doneLine() }]);
    expect(error).toBeUndefined();
    expect(text.length).toBe(long.length);
  });

  test('a line without an end is refused before it fills the memory', async () => {
    const piece = 'x'.repeat(1024 * 1024);
    const { error } = await play([{ endless: () => piece }]);
    expect(error).toMatchObject({
      code: 'OLLAMA_BAD_STREAM',
      message: expect.stringContaining('MiB'),
    });
  });

  test('wherever bytes are split, the same values come out', () => {
    const values = fc.array(
      fc.record({ text: fc.string({ unit: 'binary' }), number: fc.integer() }),
      { maxLength: 8 },
    );
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });
    fc.assert(
      fc.property(values, cuts, fc.boolean(), (expected, places, endsWithLine) => {
        const text =
          expected.map((value) => JSON.stringify(value)).join('\n') + (endsWithLine ? '\n' : '');
        const bytes = Buffer.from(text);
        const reader = new NdjsonReader();
        const found: LineValue[] = [];
        const sorted = [0, ...places.toSorted((left, right) => left - right), bytes.length];
        for (const [index, start] of sorted.slice(0, -1).entries()) {
          reader.push(bytes.subarray(start, sorted[index + 1]), found);
        }
        reader.end(found);
        expect(found).toEqual(expected);
      }),
      { numRuns },
    );
  });

  test('reading a long line in small pieces costs as many copies as the line has bytes', () => {
    const reader = new NdjsonReader();
    const piece = Buffer.alloc(1024, 0x20);
    for (let index = 0; index < LONGEST_LINE_BYTES / 1024; index += 1) reader.push(piece, []);
    expect(() => reader.push(piece, [])).toThrow(/MiB/);
  });
});
