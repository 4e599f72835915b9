import { describe, expect, test } from 'vitest';
import { ask, collect, providerOf, weatherTool } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

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
            { role: 'assistant', content: '', toolCalls: [call] },
            { role: 'tool', content: 'sunny', toolCallId: call.id, toolName: call.name },
          ],
        }),
      );
      expect(text).toBe('It is sunny in Paris.');
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
}
