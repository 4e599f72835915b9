import { toErrorShape } from '@nodetool-ai/graph';
import { replayProvider } from '@nodetool-ai/runtime';
import type { BaseProvider, GenerateRequest } from '@nodetool-ai/runtime';
import { beforeEach, expect, test } from 'vitest';
import type { ScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';
import { recorded } from './temporary-tape.ts';

const STORY = 'It was a dark and stormy night. '.repeat(20);

let daemon: ScriptedDaemon;
let replayer: BaseProvider;
let asked = 0;

beforeEach(async () => {
  daemon = await daemonThatPlays();
  const cassette = await recorded(providerOf(daemon), async (recorder) => {
    await outcomeOf(recorder.generateMessages(question({ seed: 1, options: { num_gpu: 2 } })));
    await outcomeOf(recorder.generateMessages(question({ model: 'tiny-loop', maxTokens: 2 })));
    const messages = [{ role: 'user', content: `${STORY}The end.` }] as const;
    await outcomeOf(recorder.generateMessages(question({ messages })));
  });
  replayer = replayProvider(cassette);
  asked = daemon.requests.length;
});

const missOf = async (rest: Partial<GenerateRequest>) => {
  const { error } = await outcomeOf(replayer.generateMessages(question(rest)));
  return toErrorShape(error);
};

test('names the field that differs from the nearest recording, and asks nobody', async () => {
  const error = await missOf({ seed: 2, options: { num_gpu: 2 } });
  expect(error).toMatchObject({
    code: 'CASSETTE_MISS',
    message:
      'The cassette does not hold this generateMessages. The nearest that it holds differs in seed (recorded 1, asked 2).',
    details: {
      method: 'generateMessages',
      differences: [{ field: 'seed', recorded: 1, asked: 2 }],
    },
  });
  expect(daemon.requests).toHaveLength(asked);
});

test('says what was not set, on either side', async () => {
  const { message } = await missOf({ options: { num_gpu: 2 }, topK: 3 });
  expect(message).toContain(
    'differs in seed (recorded 1, asked nothing); topK (recorded nothing, asked 3).',
  );
});

test('shows of two long texts where they begin to differ', async () => {
  const { message } = await missOf({
    messages: [{ role: 'user', content: `${STORY}The beginning.` }],
  });
  expect(message).toContain(
    'messages[0].content (recorded "… night. The end.", asked "… night. The beginning.")',
  );
  expect(
    (await missOf({ seed: 3, messages: [{ role: 'user', content: `${STORY}x` }] })).message,
  ).toMatch(/^.{0,300}$/);
});

test('counts the differences that it does not name', async () => {
  const { message, details } = await missOf({ model: 'b', topK: 1, topP: 1, minP: 1, seed: 5 });
  expect(message).toMatch(/; and \d more\.$/);
  expect(details?.['differences']).toHaveLength(6);
});

test('says when nothing of that method is there', async () => {
  const miss = await replayer.embed({ model: 'tiny-embed', text: 'a' }).catch(toErrorShape);
  expect(miss).toMatchObject({
    code: 'CASSETTE_MISS',
    message: 'The cassette holds no embed at all.',
  });
});

test('of what never rejects is told as what cannot be said', async () => {
  expect(await replayer.isModelLoaded('tiny-chat')).toBe('unknown');
  expect(await replayer.status()).toEqual({
    state: 'refused',
    url: daemon.url,
    cause: 'The cassette holds no status at all.',
    remedy: expect.stringContaining('record the cassette anew'),
  });
  expect(daemon.requests).toHaveLength(asked);
});

test('of all other questions rejects', async () => {
  const questions = [
    replayer.listModelFacts(),
    replayer.getModelFacts('a'),
    replayer.getAvailableLanguageModels(),
    replayer.getAvailableEmbeddingModels(),
    replayer.hasToolSupport('a'),
    replayer.getContextWindow('a'),
    replayer.generateMessage(question()),
    replayer.generateEmbedding({ model: 'a', text: 'b' }),
  ];
  for (const answer of questions)
    expect(await answer.catch(toErrorShape)).toMatchObject({ code: 'CASSETTE_MISS' });
});
