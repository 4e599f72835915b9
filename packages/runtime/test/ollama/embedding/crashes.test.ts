import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import type { Script } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { answering, crash, inputOf, request, rows } from './embedding-daemon.ts';

const four = { ...request, text: ['a', 'b', 'c', 'd'] };
const well = (count: number) => jsonScript(rows(count));

async function playing(...scripts: readonly Script[]) {
  const parts = await answering();
  for (const script of scripts) parts.daemon.once('POST /api/embed', script);
  return parts;
}

describe('an engine that crashes at a request', () => {
  test('is asked once more, in halves', async () => {
    const { provider, embeds } = await playing(crash, well(2), well(2));
    const { vectors, requests } = await provider.embed(four);
    expect(vectors).toHaveLength(4);
    expect(embeds().map(inputOf)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(requests).toBe(3);
  });

  test('again and again tells the text that it crashes at', async () => {
    const { provider, embeds } = await playing(crash, well(2), crash, well(1), crash);
    await expect(provider.embed(four)).rejects.toMatchObject({
      code: 'MODEL_CRASHED',
      message: expect.stringMatching(/text 4 of 4, also when it was sent alone\. Ollama says: do/),
      action: { kind: 'retry' },
      details: { index: 3, firstText: 1, lastText: 4 },
    });
    expect(embeds().map(inputOf)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
      ['c', 'd'],
      ['c'],
      ['d'],
    ]);
  });

  test('of a single text is asked once more and not again', async () => {
    const { provider, embeds } = await playing(crash, crash);
    await expect(provider.embed(request)).rejects.toMatchObject({
      code: 'MODEL_CRASHED',
      details: { index: 0 },
    });
    expect(embeds()).toHaveLength(2);
    expect((await provider.embed(request)).vectors).toHaveLength(1);
  });

  test('is asked one thing at a time from then on, so that no other text is blamed', async () => {
    const { daemon, provider, embeds } = await answering();
    let open: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    const both = [daemon.nextRequest('/api/embed'), daemon.nextRequest('/api/embed')];
    // Both were with the engine when it crashed.
    const together = Promise.all(both);
    for (let count = 0; count < 2; count += 1)
      daemon.once('POST /api/embed', [{ waitFor: together }, ...crash]);
    daemon.once('POST /api/embed', [{ waitFor: held }, ...well(1)]);
    daemon.on('POST /api/embed', well(1));
    const vectors = provider.embed({ ...four, batchSize: 1 });
    await together;
    await daemon.nextRequest('/api/embed');
    await provider.status();
    expect(embeds()).toHaveLength(3);
    open();
    expect((await vectors).vectors).toHaveLength(4);
    expect(embeds()).toHaveLength(6);
  });

  test('while it loads the model is not asked again', async () => {
    const refusal = { error: 'llama-server process has terminated: exit status 2' };
    const { provider, embeds } = await playing(jsonScript(refusal, 500));
    await expect(provider.embed(four)).rejects.toMatchObject({ code: 'MODEL_CRASHED' });
    expect(embeds()).toHaveLength(1);
  });
});
