import { replayProvider } from '@nodetool-ai/runtime';
import type { BaseProvider } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';
import { recorded } from './temporary-tape.ts';

const say = (content: string) => linesScript(chatLine({ content }), doneLine());
const textOf = async (provider: BaseProvider, rest = {}) =>
  (await outcomeOf(provider.generateMessages(question(rest)))).text;

async function twoRecordings() {
  const daemon = await daemonThatPlays();
  daemon.once('POST /api/chat', say('first'));
  daemon.once('POST /api/chat', say('second'));
  const cassette = await recorded(providerOf(daemon), async (recorder) => {
    await textOf(recorder);
    await textOf(recorder);
  });
  return { daemon, cassette };
}

describe('several recordings of one request', () => {
  test('are given first in, first out, and then no more', async () => {
    const { cassette, daemon } = await twoRecordings();
    const replayer = replayProvider(cassette);
    expect(await textOf(replayer)).toBe('first');
    expect(await textOf(replayer)).toBe('second');
    const { error, items } = await outcomeOf(replayer.generateMessages(question()));
    expect(items).toEqual([]);
    expect(error).toMatchObject({
      code: 'CASSETTE_MISS',
      message:
        'The cassette holds this generateMessages 2 times, and every recording was given already.',
    });
    expect(daemon.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(2);
  });

  test('are given again from the last one on when that is asked for', async () => {
    const { cassette } = await twoRecordings();
    const replayer = replayProvider(cassette, { repeat: true });
    const texts = [];
    for (let turn = 0; turn < 4; turn += 1) texts.push(await textOf(replayer));
    expect(texts).toEqual(['first', 'second', 'second', 'second']);
  });

  test('that ran at the same time come in the order in which they began', async () => {
    const daemon = await daemonThatPlays();
    let letFirstEnd = (): void => {};
    const waitFor = new Promise<void>((resolve) => {
      letFirstEnd = resolve;
    });
    daemon.once('POST /api/chat', [{ waitFor }, ...say('began first')]);
    daemon.once('POST /api/chat', say('began second'));
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      const asked = daemon.nextRequest('/api/chat');
      const first = textOf(recorder);
      await asked;
      await textOf(recorder);
      letFirstEnd();
      await first;
    });
    const replayer = replayProvider(cassette);
    expect(await Promise.all([textOf(replayer), textOf(replayer)])).toEqual([
      'began first',
      'began second',
    ]);
  });
});

test('many requests at once are all written whole', async () => {
  const daemon = await daemonThatPlays(say('x'.repeat(20_000)));
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const cassette = await recorded(providerOf(daemon), (recorder) =>
    Promise.all(seeds.map((seed) => textOf(recorder, { seed }))),
  );
  expect(cassette.interactions.map(({ order }) => order)).toEqual(seeds);
  const replayer = replayProvider(cassette);
  const texts = await Promise.all(seeds.map((seed) => textOf(replayer, { seed })));
  expect(texts.every((text) => text.length === 20_000)).toBe(true);
});

describe('the pace', () => {
  async function paced() {
    const daemon = await daemonThatPlays(
      linesScript(chatLine({ content: 'a' }), chatLine({ content: 'b' }), doneLine()),
    );
    let nowMs = 1000;
    const now = () => (nowMs += 25);
    return recorded(providerOf(daemon), (recorder) => textOf(recorder), { now });
  }

  test('is that of the recording when it is asked for', async () => {
    const cassette = await paced();
    expect(cassette.interactions[0]?.at).toEqual([25, 25, 25, 25]);
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    expect(await textOf(replayProvider(cassette, { pace: 'recorded', wait }))).toBe('ab');
    expect(waits).toEqual([25, 25, 25, 25]);
  });

  test('waits for nothing otherwise', async () => {
    const wait = () => Promise.reject(new Error('the clock was asked'));
    expect(await textOf(replayProvider(await paced(), { wait }))).toBe('ab');
  });
});

test('a provider that replays has the id of the one that was recorded', async () => {
  const { cassette } = await twoRecordings();
  expect(replayProvider(cassette).provider).toBe('ollama');
  expect(cassette.header).toMatchObject({ cassette: 1, provider: 'ollama' });
});
