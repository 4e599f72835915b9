import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToolText } from '../../src/tools/parse-tool-text.ts';
import { ToolTextFilter } from '../../src/tools/tool-text-filter.ts';
import { toolLikeText } from './any-text.ts';
import { tools } from './offered.ts';

/** How many characters were looked at for the text, in pieces of the size. */
function readsOf(text: string, size = text.length): number {
  const filter = new ToolTextFilter(tools);
  for (let at = 0; at < text.length; at += size) filter.push(text.slice(at, at + size));
  filter.end();
  return filter.reads;
}

/** Beginnings and patterns that send a reader back again and again. */
const patterns: readonly (readonly [string, string, string])[] = [
  ['open brackets', '', '['],
  ['open brackets on lines', '', '[\n'],
  ['open objects', '', '{"arguments":'],
  ['open objects on lines', '', '{"arguments":\n'],
  ['open calls', '', 'search('],
  ['open calls on lines', '', 'search(\n'],
  ['open lists in calls', '', 'search([1,\n'],
  ['open strings', '', "search('\n"],
  ['open strings of both kinds', '', `search(',\nsearch(",\n`],
  ['open triple strings', '', 'search("""\n'],
  ['strings within strings', '', `[',\n[",\n`],
  ['escaped quotes', "search('", String.raw`\'`],
  ['lists in lists with long rests', '', `[${'1,\n'.repeat(50)}`],
  ['a call with many arguments', 'search(', 'a=1,\n'],
  ['an open list of calls', '[', "search('a'),\n"],
  ['an open list of JSON calls', '[', '{"name":"now","arguments":{}},\n'],
  ['open tags', '', '<tool_call>'],
  ['open tags with strings', '', '<tool_call>{"name":"'],
  ['tags with open lists', '', '<tool_call>{"arguments":[\n'],
  ['open function tags', '', '<function=search><parameter=q>'],
  ['open tokens', '', '<|start|>assistant<|channel|>commentary '],
  ['fences', '', '```json\n{"name":"search",\n'],
  ['longer and longer fences', '', '```json\n"""\n```\n'],
  ['backticks', '', '`'],
  ['blanks', '', ' '],
  ['newlines', 'a', '\n'],
  ['blanks behind calls', 'now()', '\n '],
  ['digits', 'save(n=', '1'],
  ['calls', '', 'now()\n'],
  ['calls on one line', '', 'now();'],
  ['labels', '', 'Action: '],
  ['YAML', '```yaml\nname: search\narguments:\n', '  a: 1\n'],
];

describe('hostile text', () => {
  test.each(patterns)(
    '%s take work that grows with the length of the text',
    (_, start, pattern) => {
      const textOf = (length: number) => start + pattern.repeat(Math.ceil(length / pattern.length));
      const atOnce = readsOf(textOf(100_000));
      const half = readsOf(textOf(50_000));
      expect(atOnce / 100_000).toBeLessThan(25);
      // Some reads are free whatever the length is.
      expect(atOnce).toBeLessThan(half * 2.5 + 70_000);
    },
  );

  test('the bound is not kept by never reading anything', () => {
    const text = `${'[1,\n'.repeat(5000)}\nsearch('a')`;
    expect(parseToolText(text, tools).calls).toHaveLength(1);
  });

  test.each(['[1,\n', "search('\n", '<tool_call>{"name":"', ' ', 'now()\n'])(
    'the pieces that %j comes in make no difference to the work',
    (pattern) => {
      const text = pattern.repeat(2000);
      expect(readsOf(text, 1)).toBe(readsOf(text));
      expect(readsOf(text, 7)).toBe(readsOf(text));
    },
  );

  test('any text is read without an error, and its calls are those of offered tools', () => {
    const names = tools.map(({ name }) => name);
    fc.assert(
      fc.property(
        fc.oneof(toolLikeText, fc.string({ unit: 'binary', maxLength: 2000 })),
        (text) => {
          const parsed = parseToolText(text, tools);
          for (const call of parsed.calls) {
            expect(names).toContain(call.name);
            expect(text.slice(call.start, call.end)).toContain(call.name);
          }
          expect(parsed.calls.length > 0 || parsed.text === text).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('prose', () => {
  const word = fc.constantFrom(
    'you',
    'could',
    'use',
    'the',
    'to',
    'find',
    'it',
    'and',
    'then',
    'tool',
  );
  const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
  const mention = fc.constantFrom(
    "search(query='x')",
    'search',
    'my-tool(q="x")',
    '`now()`',
    '{"name":"search","arguments":{"query":"x"}}',
    '[search("x")]',
    '<tool_call>{"name":"search","arguments":{}}</tool_call>',
    '<function=now></function>',
    '[TOOL_CALLS][{"name":"now","arguments":{}}]',
    '"search"',
  );
  const sentence = fc.oneof(
    fc.tuple(words, mention, words).map((parts) => `${parts.join(' ')}.`),
    fc.tuple(words, mention, mention, words).map((parts) => `${parts.join(', ')}!`),
    fc
      .tuple(fc.constantFrom('- ', '* ', '> ', '1. ', '# '), words, mention, words)
      .map((parts) => parts.join(' ')),
  );

  test('that names tools is never a call', () => {
    fc.assert(
      fc.property(
        fc.array(sentence, { maxLength: 8 }),
        fc.constantFrom('\n', '\n\n', ' '),
        (list, gap) => {
          const text = list.join(gap);
          expect(parseToolText(text, tools)).toEqual({ calls: [], text });
        },
      ),
      { numRuns: 1000 },
    );
  });
});
