import * as fc from 'fast-check';

const fragment = fc.constantFrom(
  'search(',
  "search(query='x')",
  'search("a", 2)',
  'my-tool',
  "query='",
  '"""',
  "'",
  '"',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '=',
  '\\',
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  '  ',
  '`',
  '```',
  '```json\n',
  '```tool_code\n',
  '```js\n',
  '\n```\n',
  '<',
  '<tool_call>',
  '</tool_call>',
  '<function=search>',
  '<parameter=query>',
  '</parameter>',
  '</function>',
  '<|channel|>',
  'commentary to=functions.search',
  '<|message|>',
  '<|call|>',
  '<|start|>assistant',
  '<|python_tag|>',
  '[TOOL_CALLS]',
  '{"name":"search","arguments":{"query":"x"}}',
  '{"name":"search","arguments":',
  '{"query":"x"}',
  'name: search\n',
  'arguments:\n',
  '  query: x\n',
  'Action: ',
  'assistant',
  'word',
  '1',
);

/** Texts made of the pieces of calls, so that nearly all of them are broken somewhere. */
export const toolLikeText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: fragment }, fc.string({ unit: 'binary', maxLength: 5 })),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));

/** A text, cut into pieces anywhere. */
export function cutAnywhere(text: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return text.chain((whole) =>
    fc.array(fc.nat({ max: Math.max(0, whole.length) }), { maxLength: 30 }).map((cuts) => {
      const places = [0, ...cuts.toSorted((left, right) => left - right), whole.length];
      return places.slice(1).map((place, index) => whole.slice(places[index], place));
    }),
  );
}
