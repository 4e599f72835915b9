import { describe, expect, test } from 'vitest';
import { parseToolText } from '../../src/tools/parse-tool-text.ts';
import { tools } from './offered.ts';

const callsIn = (text: string) =>
  parseToolText(text, tools).calls.map(({ name, args }) => ({ name, args }));

describe('a Python call alone on its line', () => {
  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    [`save(n=1, items=2)`, 'save', { n: 1, items: 2 }],
    [`search(query='foo (bar) baz')`, 'search', { query: 'foo (bar) baz' }],
    [String.raw`search(query='it\'s fine')`, 'search', { query: "it's fine" }],
    [`save(data={"a":1,"b":[1,2]})`, 'save', { data: { a: 1, b: [1, 2] } }],
    [`save(items=[1, 2, 3], n=4)`, 'save', { items: [1, 2, 3], n: 4 }],
    [`search("x")`, 'search', { query: 'x' }],
    [`search('a', limit=5)`, 'search', { query: 'a', limit: 5 }],
    [`search(query='a', 5)`, 'search', { query: 'a', limit: 5 }],
    [`my-tool(q='x')`, 'my-tool', { q: 'x' }],
    [`files.read(path='/tmp/x')`, 'files.read', { path: '/tmp/x' }],
    [`search(query="""one\n"two"\nthree""")`, 'search', { query: 'one\n"two"\nthree' }],
    [`search(query='''it's''')`, 'search', { query: "it's" }],
    [`search(\n  query='a',\n  limit=2,\n)`, 'search', { query: 'a', limit: 2 }],
    [`save(data=null, items=None, n=True)`, 'save', { data: null, items: null, n: true }],
    [`save(n=-1.5e+3, items=[False, true])`, 'save', { n: -1500, items: [false, true] }],
    [`save(n=0)`, 'save', { n: 0 }],
    [`search(query='')`, 'search', { query: '' }],
    [`search(query="",)`, 'search', { query: '' }],
    [
      String.raw`search(query="\u00e9\x41\U0001F600\ud83d\ude00\101\t\/\d")`,
      'search',
      { query: 'éA😀😀A\t\\/\\d' },
    ],
    [`search(query='one\\\ntwo')`, 'search', { query: 'onetwo' }],
    [String.raw`search(query=r'\d+\'s')`, 'search', { query: String.raw`\d+\'s` }],
    [`search(query: 'x')`, 'search', { query: 'x' }],
    [`search({"query": "x", "limit": 3})`, 'search', { query: 'x', limit: 3 }],
    [`save({"a": 1})`, 'save', { data: { a: 1 } }],
    [`search(query='a', **{"limit": 3})`, 'search', { query: 'a', limit: 3 }],
    [`now()`, 'now', {}],
    [`now( )  `, 'now', {}],
    [`  search("x")\r`, 'search', { query: 'x' }],
    [`Action: search("x")`, 'search', { query: 'x' }],
    [`TOOL CALL:search("x")`, 'search', { query: 'x' }],
    [`search(query='a', extra='b')`, 'search', { query: 'a', extra: 'b' }],
    [`search(query=12345678901234567890)`, 'search', { query: '12345678901234567890' }],
    [`save(n=9007199254740991)`, 'save', { n: Number.MAX_SAFE_INTEGER }],
  ])('%j is a call of %s with %j', (text, name, args) => {
    expect(callsIn(text)).toEqual([{ name, args }]);
    expect(parseToolText(text, tools).text.trim()).toBe('');
  });

  test.each([
    // An end is missing.
    `search(query='foo)`,
    `search(query="""foo")`,
    `search(query='a'`,
    `save(items=[1, 2)`,
    `save(data={"a": [1})`,
    `search(query='foo\\`,
    // It is not clear what is meant.
    `search(query='a', query='b')`,
    `search('a', query='b')`,
    `search(limit=1, 'a')`,
    `save(n=1, [2])`,
    `save(data={"a": 1, "a": 2})`,
    `search('a', 1, 'c')`,
    `now('a')`,
    `search(query='it's')`,
    `search(query='a' 'b')`,
    `search(query='a', , limit=1)`,
    `search(,)`,
    `search(query=)`,
    `search(query=x)`,
    `search(query=f'{x}')`,
    String.raw`search(query='\u12')`,
    `search(query=other('x'))`,
    // These are no numbers and no words.
    `save(n=01)`,
    `save(n=1.2.3)`,
    `save(n=--1)`,
    `save(n=1e999)`,
    `save(n=nil)`,
    `save(n=TRUE)`,
    `save(n=NaN)`,
    // Something else stands on the line, or the tool is not offered.
    `search(query='x').`,
    `search(query='x') # first`,
    `> search(query='x')`,
    `- search(query='x')`,
    `1. search(query='x')`,
    '`search(query="x")`',
    `**search(query='x')**`,
    `Then: search(query='x')`,
    `Action: I search(query='x')`,
    `x = search(query='x')`,
    `research(query='x')`,
    `searching(query='x')`,
    `Search(query='x')`,
    `search (query='x')`,
    `files.write(path='x')`,
    `my_tool(q='x')`,
    `search`,
    `search[query]`,
    `__proto__(x=1)`,
    `constructor(x=1)`,
    `toString()`,
  ])('%j is text', (text) => {
    expect(parseToolText(text, tools)).toEqual({ calls: [], text });
  });

  test('prose about a tool is never a call', () => {
    const text = "Well, you could use search(query='x') but I would not.\nUse search(query='x')!";
    expect(parseToolText(text, tools)).toEqual({ calls: [], text });
  });

  test('stands between texts, which stay', () => {
    const text = "I look it up.\n\nsearch('a')\n\n\n\nThen I say more.\nsearch('b')\nDone.";
    expect(parseToolText(text, tools)).toMatchObject({
      calls: [{ args: { query: 'a' } }, { args: { query: 'b' } }],
      text: 'I look it up.\n\nThen I say more.\nDone.',
      form: 'python',
    });
  });

  test('tells where it stands', () => {
    const text = "Hi\n  search('a')  \nthere";
    const [call] = parseToolText(text, tools).calls;
    expect(text.slice(call?.start, call?.end)).toBe("search('a')");
  });
});

describe('several Python calls', () => {
  const both = [
    { name: 'search', args: { query: 'a' } },
    { name: 'my-tool', args: { q: 'b' } },
  ];

  test.each([
    "search('a')\nmy-tool('b')",
    "search('a')\n\nmy-tool('b')",
    "search('a'); my-tool('b')",
    "search('a'), my-tool('b'),",
    "search('a') my-tool('b')",
    "[search('a'), my-tool('b')]",
    "[\n  search('a'),\n  my-tool('b'),\n]",
    "```tool_code\nsearch('a')\nmy-tool('b')\n```",
    "```\n[search('a'), my-tool('b')]\n```",
    "<tool_call>search('a')</tool_call><tool_call>my-tool('b')</tool_call>",
  ])('in %j', (text) => {
    expect(callsIn(text)).toEqual(both);
    expect(parseToolText(text, tools).text).toBe('');
  });

  test.each([
    "[search('a'), other('b')]",
    "[search('a') my-tool('b')]",
    "[search('a'), 1]",
    "[search('a')](https://example.org)",
    "[search('a')",
    '[]',
    "search('a'), other('b')",
    "search('a') or my-tool('b')",
  ])('not in %j', (text) => {
    expect(parseToolText(text, tools)).toEqual({ calls: [], text });
  });
});
