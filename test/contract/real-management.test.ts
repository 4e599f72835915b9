import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startOllama } from '../support/src/ollama/ollama-daemon.ts';
import type { OllamaDaemon } from '../support/src/ollama/ollama-daemon.ts';
import { makeScriptedModel } from '../support/src/tiny-models/scripted-model.ts';
import { makeWordEmbedder } from '../support/src/tiny-models/word-embedder.ts';
import { ask, providerOf } from './contract-daemon.ts';
import { startTinyRegistry } from './tiny-registry.ts';
import type { TinyRegistry } from './tiny-registry.ts';

const info = inject('testDaemon');
const own = 'unavailableReason' in info ? undefined : info.own;

beforeEach((context) => {
  if ('unavailableReason' in info) context.skip(info.unavailableReason);
  else if (own === undefined) context.skip('the daemon is not ours to pull into');
});

let daemon: OllamaDaemon | undefined;
let registry: TinyRegistry;

beforeAll(async () => {
  if (own === undefined) return;
  daemon = await startOllama({ binary: own.binary });
  registry = await startTinyRegistry(makeWordEmbedder(48));
});

afterAll(async () => {
  await daemon?.stop();
  if (daemon !== undefined) await registry.stop();
});

const provider = () => providerOf({ url: daemon?.url ?? '' });
const pull = (signal?: AbortSignal) =>
  provider().models.pull(registry.modelName, { insecure: true, signal });

async function progressOf<Item>(stream: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe('a real daemon that pulls from a registry', () => {
  test('a pull that was left is gone on with by the next one, and the model works', async () => {
    registry.holdHalf();
    const half = Math.floor(registry.weightsBytes / 2);
    for await (const { completedBytes = 0 } of pull()) if (completedBytes >= half) break;
    registry.letGo();
    // The daemon closes its own connection to the registry a moment after ours was closed.
    await expect
      .poll(async () => (await progressOf(pull())).at(-1))
      .toMatchObject({ phase: 'done', status: 'success', resumedBytes: expect.any(Number) });
    expect(registry.ranges).toContainEqual(`bytes=${half}-${registry.weightsBytes - 1}`);
    const [vector] = await provider().generateEmbedding({
      model: registry.modelName,
      text: 'the cat and the dog',
    });
    expect(vector).toHaveLength(48);
  });

  test('a pull of what is there moves nothing and counts everything as there', async () => {
    const before = registry.ranges.length;
    const items = await progressOf(pull());
    const { completedBytes, totalBytes, resumedBytes } = items.at(-1) ?? {};
    expect(totalBytes).toBeGreaterThan(registry.weightsBytes);
    expect([completedBytes, resumedBytes]).toEqual([totalBytes, totalBytes]);
    expect(registry.ranges).toHaveLength(before);
    expect(items.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(['manifest', 'download', 'verify', 'write', 'done']),
    );
  });

  test('a model that the registry does not have is not found', async () => {
    const name = registry.modelName.replace('tiny:', 'other:');
    await expect(
      progressOf(provider().models.pull(name, { insecure: true })),
    ).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      details: { reason: 'not-in-registry', daemonMessage: expect.stringContaining('exist') },
    });
  });
});

describe('a real daemon that is told to unload a model in use', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-unload-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps it until the answer in progress ends', async () => {
    const { models } = provider();
    const path = join(folder, 'endless.gguf');
    writeFileSync(path, makeScriptedModel());
    const definition = { name: 'endless', template: '{{ .Prompt }}<|long|>', files: [{ path }] };
    await progressOf(models.create(definition));
    const answer = provider().generateMessages(ask('endless', 'go'));
    await answer.next();
    expect(await models.unload('endless', { waitTimeoutMs: 200 })).toEqual({ state: 'in-use' });
    expect((await answer.next()).done).toBe(false);
    await answer.return();
    const names = async () => (await models.loaded()).map(({ name }) => name);
    await expect.poll(names).not.toContain('endless:latest');
  });
});
