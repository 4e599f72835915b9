import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EnvelopeReader } from '../../src/tools/envelope-reader.ts';
import { parseToolText } from '../../src/tools/parse-tool-text.ts';
import { renderEnvelope } from '../../src/tools/render-envelope.ts';
import { cutAnywhere, toolLikeText } from './any-text.ts';
import { tools } from './offered.ts';

function read(pieces: readonly string[]) {
  const reader = new EnvelopeReader(tools);
  const shown = pieces.map((piece) => reader.push(piece));
  const end = reader.end();
  return { ...end, shown, whole: shown.join('') + end.text };
}

describe('the answer of an envelope', () => {
  test('arrives in the pieces that come', () => {
    expect(read(['{"ans', 'wer": "Hel', 'lo ', 'you', '"', '}'])).toMatchObject({
      shown: ['', 'Hel', 'lo ', 'you', '', ''],
      text: '',
      calls: [],
      isEnvelope: true,
    });
  });

  test('is decoded, with escapes and pairs cut anywhere', () => {
    const pieces = ['{"answer":"a\\', 'n\\u0', '0e9\\ud83d', '\\ude00\\"', '\ud83d', '\ude00"}'];
    expect(read(pieces).shown).toEqual(['a', '\n', 'é', '😀"', '', '😀']);
  });

  test('is the same however it is cut, whatever it says', () => {
    const envelope = fc
      .tuple(fc.string({ unit: 'binary' }), fc.constantFrom(0, 2))
      .map(([answer, space]) => JSON.stringify({ answer }, null, space));
    fc.assert(
      fc.property(cutAnywhere(envelope), (pieces) => {
        const { answer } = JSON.parse(pieces.join(''));
        expect(read(pieces)).toMatchObject({ whole: answer, calls: [], isEnvelope: true });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['{"answer":"cut of', 'cut of'],
    ['{"answer":"cut of\\', 'cut of'],
    ['{"answer":"cut of\\u00', 'cut of'],
    ['{"answer":"whole"', 'whole'],
    ['{"answer":""}', ''],
    [' \n{"answer":"x"}\n ', 'x'],
    ['```json\n{"answer":"x"}\n```\n', 'x'],
    ['{"answer":"x","tool_calls":[]}', 'x'],
    ['{"tool_calls":null,"answer":"x"}', 'x'],
    // What follows an envelope is text.
    ['{"answer":"x"} and more', 'x and more'],
    ['{"answer":"x","sure":1}', 'x,"sure":1}'],
    ['{"answer":"x","answer":"y"}', 'x,"answer":"y"}'],
    ['{"answer":"x\\u00zz"}', 'x\\u00zz"}'],
  ])('of %j is %j', (text, answer) => {
    expect(read([text])).toMatchObject({ whole: answer, calls: [], isEnvelope: true });
    expect(read(text.split(''))).toMatchObject({ whole: answer, calls: [], isEnvelope: true });
  });
});

describe('the calls of an envelope', () => {
  const calls = [
    { name: 'search', args: { query: 'it\'s "x"', limit: 2 } },
    { name: 'not-offered', args: {} },
  ];

  test('come at the end, also of tools that are not offered, and nothing of them is shown', () => {
    expect(read(renderEnvelope(calls).split(''))).toMatchObject({
      calls,
      whole: '',
      isEnvelope: true,
    });
  });

  test('come beside an answer', () => {
    const text = '{"answer":"I look.","tool_calls":[{"name":"now","arguments":{}}]}';
    expect(read([text])).toMatchObject({ calls: [{ name: 'now' }], whole: 'I look.' });
  });

  test('stay when the end of the envelope is missing', () => {
    const text = '{"tool_calls":[{"name":"now","arguments":{}}]';
    expect(read([text])).toMatchObject({ calls: [{ name: 'now' }], whole: '', isEnvelope: true });
  });

  test.each([
    '{"tool_calls":[{"name":"now","arguments":{}',
    '{"tool_calls":[{"name":"now","arguments":7}]}',
    '{"tool_calls":[{"arguments":{}}]}',
    '{"tool_calls":{"name":"now"}}',
    '{"answer":42}',
    '{"title":"x"}',
    '{"answer"',
    '{}',
    '',
    'Hello.',
  ])('are not in %j, which stays text', (text) => {
    expect(read([text])).toMatchObject({ calls: [], whole: text, isEnvelope: false });
  });
});

describe('an envelope that is cut off', () => {
  test.each([
    ['{"answer":"cut of', true],
    ['{"answer":"whole"', true],
    ['{"tool_calls":[{"name":"now","argu', true],
    ['{"tool_calls":[{"name":"now","arguments":{"n":1', true],
    ['{"tool_calls":[{"name":"now","arguments":{}}]', true],
    ['{"tool_calls":[{"name":"now","arguments":{}}]}', false],
    ['{"tool_calls":[{"name":"now" "arguments":{}}]}', false],
    ['{"answer":"x"}', false],
    ['Hello', false],
  ])('%j: %s', (text, isCutOff) => {
    expect(read([text]).isCutOff).toBe(isCutOff);
    expect(read(text.split('')).isCutOff).toBe(isCutOff);
  });
});

describe('what is no envelope', () => {
  test('is read like any other text, however it is cut', () => {
    fc.assert(
      fc.property(cutAnywhere(toolLikeText), (pieces) => {
        const parsed = parseToolText(pieces.join(''), tools);
        const { whole, calls, isEnvelope } = read(pieces);
        expect({ whole, calls, isEnvelope }).toStrictEqual({
          whole: parsed.text,
          calls: parsed.calls,
          isEnvelope: false,
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('is shown while it arrives', () => {
    expect(read(['Hel', 'lo']).shown).toEqual(['Hel', 'lo']);
    expect(read(['{"title":', ' 1}']).shown).toEqual(['{"title":', ' 1}']);
  });

  test('behind an envelope may call tools, at the place that is told', () => {
    const text = '{"answer":"I look."}\nsearch("x")';
    const { calls, whole } = read([text]);
    expect(whole).toBe('I look.');
    expect(text.slice(calls[0]?.start, calls[0]?.end)).toBe('search("x")');
  });
});
