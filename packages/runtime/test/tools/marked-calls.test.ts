import { describe, expect, test } from 'vitest';
import { parseToolText } from '../../src/tools/parse-tool-text.ts';
import { tools } from './offered.ts';

const CALL = '{"name":"search","arguments":{"query":"x"}}';
const HEADER = '<|channel|>commentary to=functions.search';

describe('JSON', () => {
  test.each([
    CALL,
    '{"name": "search", "parameters": {"query": "x"}}',
    '{"arguments":{"query":"x"},"name":"search"}',
    '{"tool":"search","args":{"query":"x"}}',
    '{"function":"search","input":{"query":"x"}}',
    `{\n  "name": "search",\n  "arguments": {\n    "query": "x",\n  }\n}`,
    `{'name': 'search', 'arguments': {'query': 'x'}}`,
    String.raw`{"name":"search","arguments":"{\"query\":\"x\"}"}`,
    `[${CALL}]`,
    `{"tool_calls":[${CALL}]}`,
    `{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":${CALL}}]}`,
    `{"function":${CALL}}`,
    `{"id":"call_1","type":"function","function":${CALL}}`,
    `\`\`\`json\n${CALL}\n\`\`\``,
    `\`\`\`\n${CALL}\n\`\`\``,
    `\`\`\`JSON \n[${CALL}]\n\`\`\``,
    `~~~tool_call\n${CALL}\n~~~`,
    `\`\`\`\`tool_calls\n{"tool_calls":[${CALL}]}\n\`\`\`\``,
    `\`\`\`json\n${CALL}`,
    `\`\`\`json\n${CALL}\n\`\``,
    `\`\`\`json\n${CALL}\`\`\``,
  ])('%j is a call', (text) => {
    expect(parseToolText(text, tools)).toMatchObject({
      calls: [{ name: 'search', args: { query: 'x' } }],
      text: '',
    });
  });

  test.each([
    `Like this: ${CALL}`,
    `${CALL} is what I would send.`,
    `- ${CALL}`,
    `\`${CALL}\``,
    '{"name":"other","arguments":{}}',
    '{"name":"search"}',
    '{"name":"search","arguments":{"query":"x"},"price":3}',
    '{"name":"search","tool":"search","arguments":{}}',
    '{"name":"search","arguments":{},"parameters":{}}',
    '{"name":"search","arguments":["x"]}',
    '{"name":"search","arguments":"x"}',
    '{"name":"search","arguments":{"query":"x","query":"y"}}',
    '{"name":"search","name":"search","arguments":{}}',
    String.raw`{"name":"search","arguments":"{\"query\":1,\"query\":2}"}`,
    '{"name":"search","arguments":{"query":"x"}',
    '{"name":"search","arguments":{"query":"x}}',
    '{"name":["search"],"arguments":{}}',
    '{"__proto__":{"name":"search","arguments":{}}}',
    `{"tool_calls":[${CALL},{"name":"other","arguments":{}}]}`,
    `{"tool_calls":[${CALL}],"content":"Hello"}`,
    '{"tool_calls":[{"name":"search","arguments":{},"price":3}]}',
    '{"tool_calls":[]}',
    `[${CALL},1]`,
    `[${CALL} ${CALL}]`,
    '{}',
    '[]',
    '{"answer":42}',
    `\`\`\`js\n${CALL}\n\`\`\``,
    `\`\`\`json\n${CALL}\nand so on\n\`\`\``,
    `\`\`\`json\n{"a":1}\n${CALL}\n\`\`\``,
    '```python\nsearch("x")\n```',
    '```sh\n```json\nsearch("x")\n',
    `The \`\`\`json ${CALL}\`\`\` is code.`,
  ])('%j is text', (text) => {
    expect(parseToolText(text, tools)).toEqual({ calls: [], text });
  });

  test('is looked for again behind a fence with code', () => {
    const text = `\`\`\`js\nf("\`")\n${CALL}\n\`\`\`\n${CALL}`;
    expect(parseToolText(text, tools)).toMatchObject({
      calls: [{ name: 'search', start: text.lastIndexOf('{"name') }],
      text: text.slice(0, text.lastIndexOf('\n')),
    });
  });

  test('three backticks around a word do not open a fence', () => {
    expect(parseToolText(`\`\`\`x\`\`\` is code\n${CALL}`, tools)).toMatchObject({
      calls: [{ name: 'search' }],
      text: '```x``` is code',
    });
  });

  test('a member called __proto__ is an argument and nothing else', () => {
    const text =
      '{"name":"save","arguments":{"data":{"__proto__":{"isAdmin":true}},"__proto__":1}}';
    const args = parseToolText(text, tools).calls[0]?.args;
    expect(JSON.stringify(args)).toBe('{"data":{"__proto__":{"isAdmin":true}},"__proto__":1}');
    expect(Object.getPrototypeOf(args)).toBe(Object.prototype);
    expect('isAdmin' in {}).toBe(false);
  });

  test('nesting ends at 256 levels', () => {
    const nested = (levels: number) =>
      `{"name":"save","arguments":{"items":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    expect(parseToolText(nested(254), tools).calls).toHaveLength(1);
    expect(parseToolText(nested(255), tools)).toEqual({ calls: [], text: nested(255) });
  });
});

describe('calls with marks', () => {
  test.each([
    ['tag-json', `<tool_call>${CALL}</tool_call>`],
    ['tag-json', `<tool_call>\n${CALL}\n</tool_call>`],
    ['tag-json', `<tool_call>\n${CALL}\n`],
    ['tag-json', `<tool_call>${CALL}</tool_`],
    ['tag-json', `<tool_call>[${CALL}]</tool_call>`],
    ['tag-python', '<tool_call>search(query="x")</tool_call>'],
    ['tag-yaml', '<tool_call>\nname: search\narguments:\n  query: x\n</tool_call>'],
    [
      'tag-function',
      '<tool_call><function=search><parameter=query>x</parameter></function></tool_call>',
    ],
    ['tag-function', '<function=search>\n<parameter=query>\nx\n</parameter>\n</function>'],
    ['tag-function', '<function=search>{"query":"x"}</function>'],
    ['yaml-fence', '```yaml\nname: search\narguments:\n  query: x\n```'],
    ['yaml-fence', '```\nname: "search"\nparameters: {"query": "x"}\n```'],
    ['yaml-fence', '```tool_call\n\nname: search\n\narguments:\n\n    "query": \'x\'\n\n```'],
    ['harmony', `<|start|>assistant${HEADER} <|constrain|>json<|message|>{"query":"x"}<|call|>`],
    ['harmony', `${HEADER} json<|message|>{"query":"x"}`],
    ['harmony', `assistant${HEADER}<|message|>{"query":"x"}<|call|>`],
    [
      'harmony',
      '<|start|>assistant to=search<|channel|>commentary<|message|>{"query":"x"}<|call|>',
    ],
    ['mistral', `[TOOL_CALLS][${CALL}]`],
    ['mistral', `[TOOL_CALLS] ${CALL}`],
    ['mistral', '[TOOL_CALLS]search[ARGS]{"query":"x"}'],
    ['llama-python', '<|python_tag|>search.call(query="x")'],
    ['llama-python', '<|python_tag|>search(query="x")<|eom_id|>'],
    ['llama-json', '<|python_tag|>{"name":"search","parameters":{"query":"x"}}<|eot_id|>'],
  ])('of the form %s in %j', (form, text) => {
    const parsed = parseToolText(text, tools);
    expect(parsed).toMatchObject({ calls: [{ name: 'search', args: { query: 'x' }, form }], form });
    expect(parsed.text).toBe('');
    const behindProse = parseToolText(`Let me see.\n${text}`, tools);
    expect(behindProse).toMatchObject({ calls: [{ name: 'search' }], text: 'Let me see.' });
  });

  test.each([
    [`Let me see. <tool_call>${CALL}</tool_call>`, 'Let me see. '],
    [`Let me see.[TOOL_CALLS][${CALL}]`, 'Let me see.'],
    [`<tool_call>${CALL}</tool_call> I wait.`, 'I wait.'],
    [`<tool_call>${CALL}</tool_call>\n\nI wait.\n`, 'I wait.\n'],
    [`See: <tool_call>${CALL}</tool_call>\nI wait.`, 'See: \nI wait.'],
    [`"Now" <tool_call>${CALL}</tool_call>\n<tool_call>oops`, '"Now" \n<tool_call>oops'],
    [`Now.<tool_call>${CALL}</tool_call> <tool_call>oops`, 'Now. <tool_call>oops'],
    [`  <tool_call>${CALL}</tool_call> I wait.`, '  I wait.'],
    [`\`It\` <tool_call>${CALL}</tool_call>`, '`It` '],
    [`\`\`a\`b\`\` <tool_call>${CALL}</tool_call>`, '``a`b`` '],
  ])('leave the text around them: %j', (text, rest) => {
    expect(parseToolText(text, tools)).toMatchObject({ calls: [{ name: 'search' }], text: rest });
  });

  test('may follow each other on a line of prose', () => {
    const text = `I see. <tool_call>${CALL}</tool_call> <tool_call>{"name":"now"}</tool_call>`;
    expect(parseToolText(text, tools).calls.map(({ name }) => name)).toEqual(['search', 'now']);
  });

  test('may be several in one tag, without the end tags between them', () => {
    const several = `<tool_call>${CALL}\n${CALL}</tool_call>`;
    const open = `<tool_call>${CALL}\n<tool_call>${CALL}\n`;
    expect(parseToolText(several, tools).calls).toHaveLength(2);
    expect(parseToolText(open, tools).calls).toHaveLength(2);
  });

  test.each([
    `Write <tool_call>${CALL}</tool_call> to search.`,
    `Write \`<tool_call>${CALL}</tool_call>\``,
    `Write \`<tool_call>${CALL}</tool_call>\n\``,
    `\`\`\`xml\n<tool_call>${CALL}</tool_call>\n\`\`\``,
    '<tool_call>{"name":"other","arguments":{}}</tool_call>',
    `<tool_call>${CALL}</tool>`,
    `<tool_call>${CALL} and then</tool_call>`,
    '<tool_call>{"name":"search","arguments":{"query":"x"}</tool_call>',
    '<tool_call></tool_call>',
    '<tool_call>',
    '<function=other><parameter=query>x</parameter></function>',
    '<function=search><parameter=query>x</function>',
    '<function=search><parameter=query>x</parameter><parameter=query>y</parameter></function>',
    'name: search\narguments:\n  query: x',
    '```yaml\nname: other\narguments:\n  query: x\n```',
    '```yaml\nname: search\narguments:\n  query: x\n    deeper: y\n```',
    '```yaml\nname: search\narguments:\n  query: x\n  query: y\n```',
    '```yaml\nname: search\narguments:\n  query: |\n  x: y\n```',
    '```yaml\nname: search\narguments:\n  query: x # y\n```',
    '```yaml\nname: search\narguments:\n  - query: x\n```',
    '```yaml\nname: search\narguments:\nquery: x\n```',
    '```yaml\nname: search\narguments:\n```',
    '```yaml\nname: search\nversion: 1\n```',
    '<|channel|>commentary to=functions.other<|message|>{}<|call|>',
    '<|channel|>commentary to=search to=now<|message|>{}<|call|>',
    '<|channel|>commentary to=browser.search<|message|>{}<|call|>',
    '<|channel|>commentary to=Functions.search<|message|>{}<|call|>',
    '<|channel|>final<|message|>{"query":"x"}',
    `${HEADER}<|message|>[1]<|call|>`,
    `${HEADER}<|message|>{} and more`,
    `${HEADER}\n<|message|>{}<|call|>`,
    '[TOOL_CALLS][{"name":"other","arguments":{}}]',
    '[TOOL_CALLS]search',
    '[TOOL_CALLS][]',
    '<|python_tag|>print("x")',
    '<|python_tag|>search.call(query="x"',
  ])('%j is text', (text) => {
    expect(parseToolText(text, tools)).toEqual({ calls: [], text });
  });

  test('give a text where the schema wants one, else what the words mean', () => {
    const raw =
      '<function=search><parameter=query>2</parameter><parameter=limit>2</parameter></function>';
    const yaml =
      '```yaml\nname: search\narguments:\n  query: true\n  limit: 2\n  x: two words\n```';
    expect(parseToolText(raw, tools).calls[0]?.args).toEqual({ query: '2', limit: 2 });
    const open = '<function=search><parameter=limit>"2</parameter></function>';
    expect(parseToolText(open, tools).calls[0]?.args).toEqual({ limit: '"2' });
    expect(parseToolText(yaml, tools).calls[0]?.args).toEqual({
      query: 'true',
      limit: 2,
      x: 'two words',
    });
  });
});
