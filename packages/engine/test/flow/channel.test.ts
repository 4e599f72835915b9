import { describe, expect, test } from 'vitest';
import { Channel, CHANNEL_CAPACITY } from '../../src/flow/channel.ts';

describe('a channel', () => {
  test('makes the sender wait when it is full, and no more when one value is taken', async () => {
    const channel = new Channel<number>();
    let sent = 0;
    const sending = (async () => {
      for (let index = 0; index < CHANNEL_CAPACITY * 3; index += 1) {
        await channel.put(index);
        sent += 1;
      }
      channel.end();
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBe(CHANNEL_CAPACITY - 1);
    const taken: number[] = [];
    for await (const value of channel) {
      taken.push(value);
      expect(channel.size).toBeLessThanOrEqual(CHANNEL_CAPACITY);
    }
    await sending;
    expect(taken).toEqual(Array.from({ length: CHANNEL_CAPACITY * 3 }, (_, index) => index));
  });

  test('says that a value was dropped when the receiver has left', async () => {
    const channel = new Channel<number>();
    channel.leave();
    expect(await channel.put(1)).toBe(false);
  });

  test('gives what waits before the error', async () => {
    const channel = new Channel<number>();
    void channel.put(1);
    channel.fail(new Error('gone'));
    const taken: number[] = [];
    await expect(
      (async () => {
        for await (const value of channel) taken.push(value);
      })(),
    ).rejects.toThrow('gone');
    expect(taken).toEqual([1]);
  });

  test('a hundred thousand values that wait are taken without moving them about', async () => {
    const channel = new Channel<number>(1_000_000);
    for (let index = 0; index < 100_000; index += 1) void channel.put(index);
    channel.end();
    let last = -1;
    for await (const value of channel) last = value;
    expect(last).toBe(99_999);
  });
});
