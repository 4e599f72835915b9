import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToolText } from '../../src/tools/parse-tool-text.ts';
import { renderToolCall } from '../../src/tools/render-tool-call.ts';
import { textToolForms } from '../../src/tools/text-tool-call.ts';
import { ToolTextFilter } from '../../src/tools/tool-text-filter.ts';
import { cutAnywhere, toolLikeText } from './any-text.ts';
import { tools } from './offered.ts';

/** What is shown after each piece, and what comes at the end. */
function stream(pieces: readonly string[]) {
  const filter = new ToolTextFilter(tools);
  const shown = pieces.map((piece) => filter.push(piece));
  return { shown, ...filter.end() };
}

const CALL = { name: 'search', args: { query: 'secret', limit: 2 } };

describe('a stream of text with calls', () => {
  test('is the same text and the same calls however it is cut', () => {
    fc.assert(
      fc.property(cutAnywhere(toolLikeText), (pieces) => {
        const whole = parseToolText(pieces.join(''), tools);
        const { shown, text, calls } = stream(pieces);
        expect(shown.join('') + text).toBe(whole.text);
        expect(calls).toStrictEqual(whole.calls);
      }),
      { numRuns: 1500 },
    );
  });

  test('is the same when it is long', () => {
    const lines = Array.from({ length: 2000 }, (_, index) =>
      index % 10 === 0 ? `search('${index}')` : `Line ${index} says something.`,
    );
    const pieces = lines.join('\n').match(/[^]{1,7}/g) ?? [];
    const { shown, text, calls } = stream(pieces);
    expect(shown.join('') + text).toBe(lines.filter((line) => line.startsWith('L')).join('\n'));
    expect(calls.map(({ args }) => args['query'])).toEqual(
      Array.from({ length: 200 }, (_, index) => String(index * 10)),
    );
  });

  test('keeps the beginning of a call when the long text before it is given up', () => {
    const { calls } = stream([`${'Prose. '.repeat(500)}\nsearch('a`, "b')"]);
    expect(calls).toMatchObject([{ args: { query: 'ab' } }]);
  });

  test('is the same character by character', () => {
    fc.assert(
      fc.property(toolLikeText, (whole) => {
        const { shown, text, calls } = stream(whole.split(''));
        expect(shown.join('') + text).toBe(parseToolText(whole, tools).text);
        expect(calls).toStrictEqual(parseToolText(whole, tools).calls);
      }),
      { numRuns: 500 },
    );
  });

  test.each(textToolForms)('never shows a part of a call in the form %s', (form) => {
    const whole = `Well.\n${renderToolCall(CALL, form)}\nDone.`;
    for (const size of [1, 3, 7, 50]) {
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const { shown, text, calls } = stream(pieces);
      expect(shown.join('') + text).toBe('Well.\nDone.');
      expect(calls).toMatchObject([CALL]);
      expect('Well.\nDone.'.startsWith(shown.join(''))).toBe(true);
    }
  });

  test('leaves a text without calls exactly as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (whole) => {
        expect(parseToolText(`- ${whole.replaceAll(/[<[\n]/g, '')}\n\n `, tools)).toEqual({
          calls: [],
          text: `- ${whole.replaceAll(/[<[\n]/g, '')}\n\n `,
        });
      }),
    );
  });
});

describe('what is certain is shown at once', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['prose', ['Hello', ' wor', 'ld. '], ['Hello', ' wor', 'ld. ']],
    ['an unknown function', ['foo', '(x)'], ['foo', '(x)']],
    ['a word that begins like a tool', ['sea', 'son'], ['', 'season']],
    ['prose behind the name of a tool', ['search', ' it'], ['', 'search it']],
    ['a call that is no such', ["search(query='a'", ') it'], ['', "search(query='a') it"]],
    ['JSON that is no call', ['{"na', 'tion":', ' 1'], ['', '{"nation":', ' 1']],
    ['JSON with another name', ['{"name": "Jo', 'hn", "a'], ['', '{"name": "John", "a']],
    ['a list', ['[', '1, 2'], ['', '[1, 2']],
    ['a link', ['[the', ' docs]'], ['[the', ' docs]']],
    ['code in a fence', ['``', '`js\n', 'search("', 'x")\n'], ['', '```js', '\nsearch("', 'x")']],
    ['JSON in a fence', ['```json\n', '{"a', '": 1}'], ['', '', '```json\n{"a": 1}']],
    ['a comparison', ['a <', ' b'], ['a ', '< b']],
    ['HTML', ['<t', 'able>'], ['', '<table>']],
    ['a newline, once it is clear that no call follows', ['a\n', '\nb'], ['a', '\n\nb']],
    ['a mark behind text', ['a <|', 'im_end|>'], ['a ', '<|im_end|>']],
  ])('%s', (_, pieces, shown) => {
    expect(stream(pieces).shown).toEqual(shown);
    expect(stream(pieces).calls).toEqual([]);
  });

  test('and newlines wait for what follows them', () => {
    const pieces = ['x', '\n', ' ', '\n', 'now()', '\n', '\n', 'b'];
    expect(stream(pieces).shown).toEqual(['x', '', '', '', '', '', '', '\n\nb']);
  });

  test('and a call is known only at its end', () => {
    expect(stream(["search(query='a'", ')', '\n', 'So'])).toMatchObject({
      shown: ['', '', '', 'So'],
      text: '',
      calls: [{ name: 'search' }],
    });
  });
});
