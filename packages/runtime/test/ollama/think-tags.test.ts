import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatLine, doneLine } from '../../../../test/support/src/scripted-daemon/index.ts';
import { ThinkTagSplitter } from '../../src/ollama/chat/think-tag-splitter.ts';
import { daemonThatPlays, outcomeOf, play, providerOf, question } from '../scripted.ts';

function split(pieces: readonly string[], isEverywhere: boolean) {
  const splitter = new ThinkTagSplitter(isEverywhere);
  const parts = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()];
  const join = (isThinking: boolean) =>
    parts
      .filter((part) => part.isThinking === isThinking)
      .map((part) => part.text)
      .join('');
  return { text: join(false), thinking: join(true) };
}

describe('tags of thinking', () => {
  test.each([
    ['<think>hm</think>42', '42', 'hm'],
    ['  \n<think>hm</think>42', '42', 'hm'],
    ['<think>\n\n</think>\n\n42', '\n\n42', ''],
    ['<think>never ends', '', 'never ends'],
    ['<thinking>42', '<thinking>42', ''],
    ['<thin', '<thin', ''],
    ['42 <think>hm</think>', '42 <think>hm</think>', ''],
    ['<think>a</think>b<think>c</think>d', 'b<think>c</think>d', 'a'],
    ['', '', ''],
  ])('%j at the beginning alone is text %j and thinking %j', (whole, text, thinking) => {
    expect(split([whole], false)).toEqual({ text, thinking });
    expect(split(whole.split(''), false)).toEqual({ text, thinking });
  });

  test('count everywhere in the answer of a model that thinks', () => {
    const whole = 'a<think>b</think>c<think>d</think>e</think><think';
    const expected = { text: 'ace</think><think', thinking: 'bd' };
    expect(split([whole], true)).toEqual(expected);
    expect(split(whole.split(''), true)).toEqual(expected);
  });

  test('come apart alike wherever the text is split', () => {
    const parts = fc.constantFrom('<think>', '</think>', '<', 'think', '>', '</', 'x', ' ', '\n');
    fc.assert(
      fc.property(
        fc.array(parts),
        fc.array(fc.nat(60)),
        fc.boolean(),
        (words, cuts, isEverywhere) => {
          const whole = words.join('');
          const places = [0, ...cuts.toSorted((left, right) => left - right), whole.length];
          const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
          expect(split(pieces, isEverywhere)).toEqual(split([whole], isEverywhere));
        },
      ),
    );
  });

  test('are text where the daemon itself takes thinking apart', async () => {
    const { text, thinking } = await play([
      {
        send:
          chatLine({ thinking: 'hm' }) +
          chatLine({ content: '<think>' }) +
          chatLine({ content: ' is a tag' }) +
          doneLine(),
      },
    ]);
    expect([text, thinking]).toEqual(['<think> is a tag', 'hm']);
  });

  test('that are not closed are kept as thinking when the answer breaks off', async () => {
    const { error } = await play([{ send: chatLine({ content: '<think>hm </thi' }) }]);
    expect(error).toMatchObject({ details: { partialText: '', partialThinking: 'hm </thi' } });
  });

  test('in the middle count when the daemon said that the model thinks', async () => {
    const daemon = await daemonThatPlays([
      {
        send:
          chatLine({ content: 'so <think>hm</think>' }) + chatLine({ content: '42' }) + doneLine(),
      },
    ]);
    const provider = providerOf(daemon);
    const before = await outcomeOf(provider.generateMessages(question()));
    expect(before.thinking).toBe('');
    await provider.getModelFacts('tiny-chat');
    const after = await outcomeOf(provider.generateMessages(question()));
    expect([after.text, after.thinking]).toEqual(['so 42', 'hm']);
  });
});
