import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToolText } from '../../src/tools/parse-tool-text.ts';
import { renderToolCall } from '../../src/tools/render-tool-call.ts';
import { textToolForms } from '../../src/tools/text-tool-call.ts';
import { generatedCall } from './generated-calls.ts';

const calls = fc.sample(generatedCall, { numRuns: 400, seed: 20_260_611 });

test('the generated calls are of many shapes', () => {
  const shapes = new Set(
    calls.map(({ args }) =>
      Object.values(args)
        .map((value) => typeof value)
        .join(),
    ),
  );
  expect(shapes.size).toBeGreaterThan(30);
  expect(calls.filter(({ args }) => Object.keys(args).length === 0).length).toBeGreaterThan(0);
});

describe('what is written as a call is read as that call', () => {
  test.each(textToolForms)('in the form %s', (form) => {
    for (const { name, args, tool } of calls) {
      const text = renderToolCall({ name, args }, form);
      const parsed = parseToolText(text, [tool]);
      expect(parsed.calls, text).toHaveLength(1);
      const [call] = parsed.calls;
      expect(call?.name).toBe(name);
      // Members called `constructor` mislead the matchers.
      expect(isDeepStrictEqual(call?.args, args), text).toBe(true);
      expect(form === 'tag-function' ? [form, 'tag-json'] : [form]).toContain(call?.form);
      expect(parsed.text).toBe('');
    }
  });

  test('with values in tags without quotes where they are clear', () => {
    const forms = calls.map(({ name, args, tool }) => {
      const text = renderToolCall({ name, args }, 'tag-function');
      return parseToolText(text, [tool]).form;
    });
    expect(forms.filter((form) => form === 'tag-function').length).toBeGreaterThan(100);
    expect(forms).toContain('tag-json');
  });

  test('among text, and with another call behind it', () => {
    fc.assert(
      fc.property(
        generatedCall,
        fc.constantFrom(...textToolForms),
        ({ name, args, tool }, form) => {
          const text = renderToolCall({ name, args }, form);
          const parsed = parseToolText(`I look.\n\n${text}\n${text}\n\nSo.`, [tool]);
          expect(
            isDeepStrictEqual(
              parsed.calls.map((call) => call.args),
              [args, args],
            ),
          ).toBe(true);
          expect(parsed.text).toBe('I look.\n\nSo.');
        },
      ),
      { numRuns: 300 },
    );
  });
});
