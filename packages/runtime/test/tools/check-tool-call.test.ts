import { describe, expect, test } from 'vitest';
import { checkToolCall } from '../../src/tools/check-tool-call.ts';
import { repairMessages } from '../../src/tools/repair-messages.ts';

const tools = [
  {
    name: 'search',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string' },
        limit: { type: 'integer', minimum: 1 },
        in: { type: 'object', properties: { sites: { type: 'array', items: { type: 'string' } } } },
      },
      required: ['query'],
      additionalProperties: false,
    },
  },
  { name: 'now' },
];
const check = (name: string, args: Readonly<Record<string, unknown>>) =>
  checkToolCall({ id: 'call_1', name, args }, tools);

describe('a call that is checked', () => {
  test('stays as it is when it follows the schema', () => {
    const args = { query: 'x', limit: 3 };
    expect(check('search', args)).toEqual({
      call: { id: 'call_1', name: 'search', args },
      changes: [],
    });
  });

  test('is converted where nothing gets lost, and that is told', () => {
    const { call, changes } = check('search', { query: 'x', limit: '30' });
    expect(call).toEqual({ id: 'call_1', name: 'search', args: { query: 'x', limit: 30 } });
    expect(changes).toHaveLength(1);
    expect(changes?.[0]).toContain('limit');
  });

  test('of a tool without a schema may have any arguments', () => {
    expect(check('now', { x: [1] }).call?.args).toEqual({ x: [1] });
  });

  test.each([
    ['serch', { query: 'x' }, ['no tool called serch', 'search, now']],
    ['search', {}, ['search', 'query']],
    ['search', { query: 'x', limit: 'many' }, ['limit', 'integer']],
    ['search', { query: 'x', limit: 0 }, ['limit', '1']],
    ['search', { query: 'x', quick: true }, ['quick']],
    ['search', { query: 'x', in: { sites: [{}] } }, ['in.sites.0', 'string']],
  ])('%s with %j has a problem that names what is wrong', (name, args, words) => {
    const checked = check(name, args);
    expect(checked.call).toBeUndefined();
    for (const word of words) expect(checked.problem).toContain(word);
  });

  test('has a problem when no tools are offered', () => {
    expect(checkToolCall({ name: 'x', args: {} }, []).problem).toContain('no tools are offered');
  });
});

describe('the turn of repair', () => {
  test('shows the model its calls and what is wrong with them', () => {
    const before = [{ role: 'user', content: 'Hi' }] as const;
    const calls = [{ name: 'search', args: { limit: 1 } }];
    const messages = repairMessages(before, calls, ['query is missing', 'limit is odd']);
    expect(messages.slice(0, 2)).toEqual([
      ...before,
      { role: 'assistant', content: '{"tool_calls":[{"name":"search","arguments":{"limit":1}}]}' },
    ]);
    expect(messages).toHaveLength(3);
    expect(messages[2]?.role).toBe('user');
    expect(messages[2]?.content).toContain('- query is missing\n- limit is odd\n');
  });

  test('has no empty call when the model made none', () => {
    expect(repairMessages([], [], ['a call is required'])).toHaveLength(1);
  });
});
