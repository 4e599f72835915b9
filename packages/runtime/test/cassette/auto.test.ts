import { openCassetteWriter, readCassette, replayProvider } from '@nodetool-ai/runtime';
import type { BaseProvider, ReplayOptions } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  linesScript,
} from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';
import { temporaryTape } from './temporary-tape.ts';

const say = (content: string) => linesScript(chatLine({ content }), doneLine());
const textOf = async (provider: BaseProvider, rest = {}) => {
  const { text, error } = await outcomeOf(provider.generateMessages(question(rest)));
  return error ?? text;
};

/** Acts on what the tape holds, else on the daemon, which is recorded onto the same tape. */
async function act<T>(
  path: string,
  live: BaseProvider,
  work: (provider: BaseProvider) => Promise<T>,
  options: ReplayOptions = {},
): Promise<T> {
  const tape = await openCassetteWriter(path, { provider: 'ollama' });
  const cassette = await readCassette(path);
  const result = await work(
    replayProvider(cassette, { ...options, auto: { provider: live, tape } }),
  );
  await tape.close();
  return result;
}

describe('auto', () => {
  test('asks for what is not on the tape, records it, and asks for it no more', async () => {
    const daemon = await daemonThatPlays(say('new'));
    const path = await temporaryTape();
    const work = async (provider: BaseProvider) => [
      await textOf(provider, { seed: 1 }),
      (await provider.generateMessage(question({ seed: 2 }))).content,
      (await provider.embed({ model: 'tiny-embed', text: 'a' })).vectors,
    ];
    const first = await act(path, providerOf(daemon), work);
    const asked = daemon.requests.length;
    expect(asked).toBeGreaterThan(2);
    expect(await act(path, providerOf(daemon), work)).toEqual(first);
    expect(daemon.requests).toHaveLength(asked);
    expect((await readCassette(path)).interactions.map(({ order }) => order)).toEqual([0, 1, 2]);
  });

  test('asks again for a recording that was left', async () => {
    const daemon = await daemonThatPlays(say('whole'));
    const path = await temporaryTape();
    await act(path, providerOf(daemon), async (provider) => {
      const stream = provider.generateMessages(question());
      await stream.next();
      await stream.return();
    });
    expect(await act(path, providerOf(daemon), textOf)).toBe('whole');
    await daemon.stop();
    expect(await act(path, providerOf(daemon), textOf)).toBe('whole');
  });

  test('repeats also what it recorded just now', async () => {
    const daemon = await daemonThatPlays();
    daemon.once('POST /api/chat', say('once'));
    const path = await temporaryTape();
    const twice = async (provider: BaseProvider) => [
      await textOf(provider),
      await textOf(provider),
    ];
    expect(await act(path, providerOf(daemon), twice, { repeat: true })).toEqual(['once', 'once']);
    expect(daemon.requests.filter(({ path: asked }) => asked === '/api/chat')).toHaveLength(1);
  });

  test('records each of two equal requests when nothing repeats', async () => {
    const daemon = await daemonThatPlays();
    daemon.once('POST /api/chat', say('a'));
    daemon.once('POST /api/chat', say('b'));
    const path = await temporaryTape();
    const twice = async (provider: BaseProvider) => [
      await textOf(provider),
      await textOf(provider),
    ];
    expect(await act(path, providerOf(daemon), twice)).toEqual(['a', 'b']);
    await daemon.stop();
    expect(await act(path, providerOf(daemon), twice)).toEqual(['a', 'b']);
  });
});
