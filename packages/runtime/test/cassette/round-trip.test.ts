import { isNodetoolError, toErrorShape } from '@nodetool-ai/graph';
import { replayProvider } from '@nodetool-ai/runtime';
import type { BaseProvider, GenerateRequest } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  errorLine,
  jsonScript,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import type { Script } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';
import { recorded } from './temporary-tape.ts';

const call = (id: string, city: string) => ({
  id,
  function: { index: 0, name: 'get_weather', arguments: { city, days: [1, 2] } },
});
const tools = [{ name: 'get_weather', inputSchema: { type: 'object' } }];

const CONVERSATIONS: Readonly<Record<string, readonly [Script, Partial<GenerateRequest>?]>> = {
  'text in pieces': [
    linesScript(chatLine({ content: 'Grüße' }), chatLine({ content: ' 🌍' }), doneLine()),
  ],
  'nothing but the end': [linesScript(doneLine({ done_reason: 'length' }))],
  'thinking and text': [
    linesScript(
      chatLine({ thinking: 'Let me' }),
      chatLine({ thinking: ' see.' }),
      chatLine({ content: 'Yes.' }),
      doneLine(),
    ),
    { think: true },
  ],
  'two calls of tools, one on the last line': [
    linesScript(
      chatLine({ tool_calls: [call('call_1', 'Paris')] }),
      doneLine({
        message: { role: 'assistant', content: '', tool_calls: [call('call_2', 'Rome')] },
      }),
    ),
    { tools },
  ],
  'probabilities of tokens': [
    linesScript(
      `${JSON.stringify({ model: 'tiny-chat', message: { role: 'assistant', content: 'a' }, done: false, logprobs: [{ token: 'a', logprob: -0.25, top_logprobs: [{ token: 'a', logprob: -0.25 }] }] })}\n`,
      doneLine(),
    ),
    { logprobs: true, topLogprobs: 1 },
  ],
  'an error after some text': [
    linesScript(chatLine({ content: 'so far' }), errorLine('llama runner process has terminated')),
  ],
  'an end without the last line': [linesScript(chatLine({ content: 'cut' }))],
  'a connection that is reset': [[{ send: chatLine({ content: 'lost' }) }, { reset: true }]],
  'not enough memory': [
    jsonScript({ error: 'model requires more system memory (8 GiB) than is available' }, 500),
  ],
};

async function askStream(provider: BaseProvider, rest: Partial<GenerateRequest>) {
  const { items, error } = await outcomeOf(provider.generateMessages(question(rest)));
  return { items, error: error === undefined ? undefined : toErrorShape(error) };
}

async function askWhole(provider: BaseProvider, rest: Partial<GenerateRequest>) {
  try {
    return { message: await provider.generateMessage(question(rest)) };
  } catch (error) {
    return { isOurs: isNodetoolError(error), error: toErrorShape(error) };
  }
}

describe.each([
  ['a stream', askStream],
  ['a whole answer', askWhole],
] as const)('%s', (_, ask) => {
  test.each(Object.entries(CONVERSATIONS))(
    'of %s is replayed as it was',
    async (_name, [script, rest = {}]) => {
      const daemon = await daemonThatPlays(script);
      const provider = providerOf(daemon);
      let live: unknown;
      const cassette = await recorded(provider, async (recorder) => {
        live = await ask(recorder, rest);
      });
      await daemon.stop();
      const again = await ask(replayProvider(cassette), rest);
      expect(again).toEqual(live);
      expect(again).toEqual(await ask(replayProvider(cassette), rest));
    },
  );
});

test('an error that comes back is one of ours, with its details', async () => {
  const [script] = CONVERSATIONS['an error after some text'] ?? [[]];
  const daemon = await daemonThatPlays(script);
  const cassette = await recorded(providerOf(daemon), (recorder) =>
    outcomeOf(recorder.generateMessages(question())),
  );
  const { error } = await outcomeOf(replayProvider(cassette).generateMessages(question()));
  expect(isNodetoolError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'MODEL_CRASHED', details: { partialText: 'so far' } });
});

test('questions about models, the status and vectors are replayed as they were', async () => {
  const daemon = await daemonThatPlays();
  const ask = async (provider: BaseProvider) => [
    await provider.status(),
    await provider.listModelFacts(),
    await provider.listModelFacts({ complete: true }),
    await provider.getModelFacts('tiny-chat'),
    await provider.getModelFacts('nobody').catch(toErrorShape),
    await provider.getAvailableLanguageModels(),
    await provider.getAvailableEmbeddingModels(),
    await provider.hasToolSupport('tiny-chat'),
    await provider.hasToolSupport('tiny-embed'),
    await provider.getContextWindow('tiny-chat'),
    await provider.getContextWindow('nobody'),
    await provider.isModelLoaded('tiny-embed'),
    await provider.generateEmbedding({ model: 'tiny-embed', text: ['one', 'two'] }),
    await provider.isModelLoaded('tiny-embed'),
    await provider.embed({ model: 'tiny-embed', text: 'three', dimensions: 8 }),
    await provider.embed({ model: 'tiny-chat', text: 'four' }).catch(toErrorShape),
  ];
  let live: unknown;
  const cassette = await recorded(providerOf(daemon), async (recorder) => {
    live = await ask(recorder);
  });
  await daemon.stop();
  const replayed = await ask(replayProvider(cassette));
  expect(replayed).toEqual(live);
  expect(replayed).toContainEqual(expect.objectContaining({ vectors: [expect.any(Float32Array)] }));
});

test('replayed vectors tell their progress', async () => {
  const daemon = await daemonThatPlays();
  const request = { model: 'tiny-embed', text: ['one', 'two'] };
  const cassette = await recorded(providerOf(daemon), (recorder) => recorder.embed(request));
  const steps: unknown[] = [];
  await replayProvider(cassette).embed({ ...request, onProgress: (step) => steps.push(step) });
  expect(steps).toEqual([{ done: 2, total: 2 }]);
});

test('what a reader does to an item changes neither the tape nor the next replay', async () => {
  const [script, rest] = CONVERSATIONS['two calls of tools, one on the last line'] ?? [[]];
  const daemon = await daemonThatPlays(script);
  const spoil = async (provider: BaseProvider) => {
    const ids: string[] = [];
    for await (const item of provider.generateMessages(question(rest))) {
      if (item.type !== 'chunk') ids.push(`${item.id} ${JSON.stringify(item.args)}`);
      Object.assign(item, { id: 'spoilt', args: {} });
    }
    return ids;
  };
  const cassette = await recorded(providerOf(daemon), spoil);
  const replayer = replayProvider(cassette, { repeat: true });
  const first = await spoil(replayer);
  expect(first[0]).toBe('call_1 {"city":"Paris","days":[1,2]}');
  expect(await spoil(replayer)).toEqual(first);
});
