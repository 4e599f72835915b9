import * as fc from 'fast-check';
import type { ProviderTool } from '../../src/providers/messages.ts';

/** A call, and the tool that it calls, whose schema knows the types of its arguments. */
export interface GeneratedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly tool: ProviderTool;
}

const nasty = fc.constantFrom(
  "it's",
  'say "hi"',
  'a\\b\\',
  '\'\'\' """',
  'line one\nline two\r\n\n',
  ')]}',
  '</tool_call>',
  '</parameter>',
  '```\n',
  '<|call|>',
  '\u0000\u001f\u2028\ud800',
  '😀',
  ' # no comment',
  'true',
  '12',
  '- item: x',
  '',
);

const text = fc.oneof(
  nasty,
  fc.string({ unit: 'binary' }),
  fc.array(nasty).map((parts) => parts.join('')),
);

const number = fc
  .oneof(
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1e21, 1e-7, 2 ** 60, -1.5),
    // JSON has one zero.
  )
  .map((value) => (Object.is(value, -0) ? 0 : value));

const key = fc.oneof(
  fc.constantFrom(
    'query',
    'n',
    '_x',
    'a b',
    'a-b',
    'ключ',
    '__proto__',
    'constructor',
    'name',
    'arguments',
    '1',
  ),
  fc.string({ minLength: 1, maxLength: 6 }),
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

const name = fc.constantFrom('search', 'my-tool', 'mcp.server.read_file', 'a', 'x-1.y-2', 'GET');

/** Calls of all shapes that a tool can get. */
export const generatedCall: fc.Arbitrary<GeneratedCall> = fc
  .tuple(name, fc.array(fc.tuple(key, value), { maxLength: 6 }))
  .map(([called, entries]) => {
    const args: Record<string, unknown> = Object.fromEntries(entries);
    const properties = Object.fromEntries(
      Object.entries(args).map(([property, argument]) => [property, { type: typeOf(argument) }]),
    );
    return {
      name: called,
      args,
      tool: { name: called, inputSchema: { type: 'object', properties } },
    };
  });

function typeOf(argument: unknown): string {
  if (argument === null) return 'null';
  return Array.isArray(argument) ? 'array' : typeof argument;
}
