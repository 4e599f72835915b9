import type { ToolChoice } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { ask, collect, providerOf, weatherTool } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

const nowTool = { name: 'now', description: 'The time of day' } as const;

/** What every daemon must do with tools. */
export function describeTools(getDaemon: () => ContractDaemon): void {
  const provider = () => providerOf(getDaemon());

  describe.each(['tiny-chat', 'tiny-jinja'])('tools of %s', (model) => {
    const callWeather = () =>
      collect(
        provider().generateMessages(ask(model, 'Weather in Paris?', { tools: [weatherTool] })),
      );

    test('a call comes before the last chunk, with an id and arguments as an object', async () => {
      const { items } = await callWeather();
      const calls = items.filter((item) => item.type === undefined);
      expect(calls).toEqual([
        { id: expect.stringMatching(/\w{8,}/), name: 'get_weather', args: { city: 'Paris' } },
      ]);
      expect(items.at(-1)).toMatchObject({ type: 'chunk', done: true });
    });

    test('the result of a call is understood', async () => {
      const { items } = await callWeather();
      const [call] = items.filter((item) => item.type === undefined);
      if (call === undefined) throw new Error('there is no call');
      const { text } = await collect(
        provider().generateMessages({
          model,
          tools: [weatherTool],
          messages: [
            { role: 'user', content: 'Weather in Paris?' },
            { role: 'assistant', content: '', thinking: 'Let me look.', toolCalls: [call] },
            { role: 'tool', content: 'sunny', toolCallId: call.id, toolName: call.name },
          ],
        }),
      );
      expect(text).toBe('It is sunny in Paris.');
    });

    test('none is offered when none may be called', async () => {
      const { items, text } = await collect(
        provider().generateMessages(
          ask(model, 'Weather in Paris?', { tools: [weatherTool], toolChoice: 'none' }),
        ),
      );
      expect(items.filter((item) => item.type === undefined)).toEqual([]);
      expect(text).not.toBe('');
    });

    test('two answers never share the id of a call', async () => {
      const ids = new Set<string>();
      for (let round = 0; round < 2; round += 1) {
        for (const item of (await callWeather()).items)
          if (item.type === undefined) ids.add(item.id);
      }
      expect(ids.size).toBe(2);
    });
  });

  describe('tools of a model that has none', () => {
    const askSmall = (toolChoice: ToolChoice) =>
      collect(
        provider().generateMessages(
          ask('smollm2:135m', 'What is the weather in Paris?', {
            tools: [weatherTool, nowTool],
            toolChoice,
            temperature: 0,
            maxTokens: 400,
          }),
        ),
      );

    test('a demanded tool is called with arguments of its schema, and nothing else is shown', async () => {
      const { items, text } = await askSmall({ name: 'get_weather' });
      const calls = items.filter((item) => item.type === undefined);
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls)
        expect(call).toMatchObject({ name: 'get_weather', args: { city: expect.any(String) } });
      expect(text).toBe('');
      expect(items.at(-1)).toMatchObject({ done: true, usage: { toolMode: 'emulated' } });
    });

    test('left to itself it calls or answers, and the form around that is never shown', async () => {
      const { text, items } = await askSmall('auto');
      expect(text).not.toMatch(/tool_calls|"answer"/);
      expect(items.length).toBeGreaterThan(1);
    });
  });
}
