import { setTimeout as delay } from 'node:timers/promises';
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

const SCRIPT = linesScript(chatLine({ content: 'one' }), chatLine({ content: ' two' }), doneLine());
const STALLS = [{ send: chatLine({ content: 'one' }) }, { stall: true }] as const;

async function readUntil(provider: BaseProvider, isEnough: (content: string) => boolean) {
  for await (const item of provider.generateMessages(question()))
    if (item.type === 'chunk' && (isEnough(item.content) || item.done === true)) break;
}

describe('a stream that its reader left', () => {
  test('is recorded as left, closes the socket, and is not replayed as complete', async () => {
    const daemon = await daemonThatPlays(STALLS);
    const asked = daemon.nextRequest('/api/chat');
    const cassette = await recorded(providerOf(daemon), (recorder) =>
      readUntil(recorder, () => true),
    );
    expect(await (await asked).closed).toBe('aborted');
    expect(cassette.interactions).toMatchObject([{ left: true, items: [{ content: 'one' }] }]);
    const outcome = await outcomeOf(replayProvider(cassette).generateMessages(question()));
    expect(outcome.text).toBe('one');
    expect(outcome.error).toMatchObject({
      code: 'CASSETTE_MISS',
      message:
        'The recording of this generateMessages ends after 1 items: whoever recorded it left it there.',
    });
  });

  test('is replayed to a reader that leaves at the same place', async () => {
    const daemon = await daemonThatPlays(STALLS);
    const cassette = await recorded(providerOf(daemon), (recorder) =>
      readUntil(recorder, () => true),
    );
    await expect(readUntil(replayProvider(cassette), () => true)).resolves.toBeUndefined();
  });

  test('after its last item is whole', async () => {
    const daemon = await daemonThatPlays(SCRIPT);
    const cassette = await recorded(providerOf(daemon), (recorder) =>
      readUntil(recorder, () => false),
    );
    expect(cassette.interactions[0]?.left).toBeUndefined();
    const outcome = await outcomeOf(replayProvider(cassette).generateMessages(question()));
    expect(outcome).toMatchObject({ text: 'one two', error: undefined });
  });

  test('is not repeated; a whole one before it is', async () => {
    const daemon = await daemonThatPlays(SCRIPT);
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      await outcomeOf(recorder.generateMessages(question()));
      await readUntil(recorder, () => true);
    });
    const replayer = replayProvider(cassette, { repeat: true });
    const errors = [];
    for (let turn = 0; turn < 3; turn += 1)
      errors.push((await outcomeOf(replayer.generateMessages(question()))).error);
    expect(errors).toEqual([
      undefined,
      expect.objectContaining({ code: 'CASSETTE_MISS' }),
      undefined,
    ]);
  });

  test('before its first item leaves no trace', async () => {
    const daemon = await daemonThatPlays(SCRIPT);
    const cassette = await recorded(providerOf(daemon), (recorder) =>
      recorder.generateMessages(question()).return(),
    );
    expect(cassette.interactions).toEqual([]);
    expect(daemon.requests).toEqual([]);
    const stream = replayProvider(cassette).generateMessages(question());
    await stream.return();
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  test('while an item is waited for lets the reader go', async () => {
    const daemon = await daemonThatPlays(STALLS);
    const asked = daemon.nextRequest('/api/chat');
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      const stream = recorder.generateMessages(question());
      await stream.next();
      const waiting = stream.next();
      await stream.return();
      expect(await waiting).toEqual({ value: undefined, done: true });
    });
    expect(await (await asked).closed).toBe('aborted');
    expect(cassette.interactions).toMatchObject([{ left: true }]);
  });
});

describe('a cancelled request', () => {
  test('is recorded as left and cancels again', async () => {
    const daemon = await daemonThatPlays(STALLS);
    const cancelLate = async (provider: BaseProvider) => {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = provider.generateMessages(question({ signal }));
      await stream.next();
      const rest = outcomeOf(stream);
      controller.abort();
      return (await rest).error;
    };
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      expect(await cancelLate(recorder)).toMatchObject({ code: 'CANCELLED' });
    });
    expect(cassette.interactions).toMatchObject([{ left: true, items: [{ content: 'one' }] }]);
    expect(await cancelLate(replayProvider(cassette))).toMatchObject({
      code: 'CANCELLED',
      details: { model: 'tiny-chat', partialText: 'one', partialThinking: '' },
    });
  });

  test('whose answer is whole cancels again too, and is a miss for who waits', async () => {
    const daemon = await daemonThatPlays([{ stall: true }]);
    const cancel = async (provider: BaseProvider, whenAsked: Promise<unknown>) => {
      const controller = new AbortController();
      const { signal } = controller;
      const answer = provider
        .generateMessage(question({ signal }))
        .catch((error: unknown) => error);
      await whenAsked;
      controller.abort();
      return answer;
    };
    const cassette = await recorded(providerOf(daemon), (recorder) =>
      cancel(recorder, daemon.nextRequest('/api/chat')),
    );
    const replayed = cancel(replayProvider(cassette), Promise.resolve());
    expect(await replayed).toMatchObject({ code: 'CANCELLED' });
    const waiting = replayProvider(cassette).generateMessage(question());
    await expect(waiting).rejects.toMatchObject({ code: 'CASSETTE_MISS' });
  });

  test('before it began is neither recorded nor takes a recording', async () => {
    const daemon = await daemonThatPlays(SCRIPT);
    const signal = AbortSignal.abort();
    const cancelled = { code: 'CANCELLED' };
    const cassette = await recorded(providerOf(daemon), async (recorder) => {
      const { error } = await outcomeOf(recorder.generateMessages(question({ signal })));
      expect(error).toMatchObject(cancelled);
      await outcomeOf(recorder.generateMessages(question()));
    });
    expect(cassette.interactions).toHaveLength(1);
    const replayer = replayProvider(cassette);
    const early = await outcomeOf(replayer.generateMessages(question({ signal })));
    expect(early.error).toMatchObject(cancelled);
    await expect(replayer.generateMessage(question({ signal }))).rejects.toMatchObject(cancelled);
    expect((await outcomeOf(replayer.generateMessages(question()))).text).toBe('one two');
  });

  test('ends a replay that waits for its pace, and so does leaving it', async () => {
    const daemon = await daemonThatPlays(SCRIPT);
    const cassette = await recorded(providerOf(daemon), (recorder) =>
      outcomeOf(recorder.generateMessages(question())),
    );
    for (const interaction of cassette.interactions) interaction.at.fill(3_600_000);
    const controller = new AbortController();
    const { signal } = controller;
    let tellWaiting = (): void => {};
    const replayer = replayProvider(cassette, {
      pace: 'recorded',
      repeat: true,
      wait: (milliseconds, waitSignal) => {
        tellWaiting();
        return delay(milliseconds, undefined, { signal: waitSignal });
      },
    });
    const whenWaiting = () =>
      new Promise<void>((resolve) => {
        tellWaiting = resolve;
      });

    let isWaiting = whenWaiting();
    const aborted = outcomeOf(replayer.generateMessages(question({ signal })));
    await isWaiting;
    controller.abort();
    expect((await aborted).error).toMatchObject({ code: 'CANCELLED' });

    isWaiting = whenWaiting();
    const left = replayer.generateMessages(question());
    const next = left.next();
    await isWaiting;
    await left.return();
    expect(await next).toEqual({ value: undefined, done: true });
  });
});
