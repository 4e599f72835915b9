import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startOllama } from '../support/src/ollama/ollama-daemon.ts';
import type { OllamaDaemon } from '../support/src/ollama/ollama-daemon.ts';
import { makeScriptedModel } from '../support/src/tiny-models/scripted-model.ts';
import { makeWordEmbedder } from '../support/src/tiny-models/word-embedder.ts';
import { providerOf } from './contract-daemon.ts';
import type { ContractDaemon } from './contract-daemon.ts';

/** What every daemon must do with its models. Where the daemon is shared, another one with an empty store is started. */
export function describeManagement(getDaemon: () => ContractDaemon): void {
  let own: Promise<OllamaDaemon> | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-manage-'));

  async function models() {
    const { url, own: shared } = getDaemon();
    if (shared === undefined) return providerOf({ url }).models;
    own ??= startOllama({ binary: shared.binary });
    return providerOf(await own).models;
  }

  /** The facts of a model, as a program gets them; rejects with MODEL_NOT_FOUND. */
  const factsOf = async (name: string) => (await (await models()).show(name)).facts;

  async function make(name: string, bytes: Buffer, template?: string) {
    const { addModel } = getDaemon();
    if (addModel !== undefined && bytes.subarray(0, 4).toString('latin1') === 'GGUF') {
      await addModel({ name, bytes });
      return ['done'];
    }
    const path = join(folder, `${name}.gguf`);
    writeFileSync(path, bytes);
    const rest = template === undefined ? {} : { template };
    const phases: string[] = [];
    for await (const { phase } of (await models()).create({ name, files: [{ path }], ...rest }))
      if (phases.at(-1) !== phase) phases.push(phase);
    return phases;
  }

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await (await own)?.stop();
  });

  describe('management of models', () => {
    describe('a chat model made from a file', () => {
      beforeEach(async () => {
        await make('made-chat', makeScriptedModel(), '{{ .Prompt }}<|long|>');
      });

      test('is there, with its template and without folders of the daemon', async () => {
        const details = await (await models()).show('made-chat');
        expect(details.facts).toMatchObject({ id: 'made-chat:latest', completion: 'yes' });
        expect(details.template).toContain('{{ .Prompt }}');
        expect(JSON.stringify(details)).not.toMatch(/blobs|\/models/);
      });

      test('is not sent a second time', async () => {
        const phases = await make('made-chat', makeScriptedModel(), '{{ .Prompt }}<|rep|>');
        expect(phases).toEqual(['hash', 'create', 'write', 'done']);
      });

      test('can be loaded, listed and unloaded', async () => {
        const { load, loaded, unload } = bind(await models());
        const entry = await load('made-chat', { contextLength: 1024, keepAlive: -1 });
        expect(entry).toMatchObject({
          name: 'made-chat:latest',
          contextLength: 1024,
          sizeBytes: expect.any(Number),
          vramBytes: expect.any(Number),
          staysForEver: 'yes',
        });
        expect(entry?.expiresAtMs).toBeUndefined();
        expect((await loaded()).map(({ name }) => name)).toContain('made-chat:latest');
        expect(await unload('made-chat')).toEqual({ state: 'unloaded' });
        expect((await loaded()).map(({ name }) => name)).not.toContain('made-chat:latest');
        expect(await unload('made-chat')).toEqual({ state: 'not-loaded' });
      });

      test('says when it leaves memory', async () => {
        const before = Date.now();
        const entry = await (await models()).load('made-chat', { keepAlive: '5m' });
        expect(entry).toMatchObject({ staysForEver: 'no' });
        expect(entry?.expiresAtMs).toBeGreaterThan(before + 4 * 60_000);
        expect(entry?.expiresAtMs).toBeLessThan(before + 6 * 60_000);
      });

      test('can be copied, and removing the copy leaves it', async () => {
        const { copy, delete: remove } = bind(await models());
        await copy('made-chat', 'made-copy:v1');
        expect(await factsOf('made-copy:v1')).toMatchObject({ completion: 'yes' });
        await remove('made-copy:v1');
        await expect(factsOf('made-copy:v1')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
        expect(await factsOf('made-chat')).toMatchObject({ completion: 'yes' });
      });

      test('leaves memory when its copy is told to', async () => {
        const { copy, load, loaded, unload } = bind(await models());
        await copy('made-chat', 'made-twin');
        await load('made-chat');
        expect(await unload('made-twin')).toEqual({ state: 'unloaded' });
        expect((await loaded()).map(({ name }) => name)).not.toContain('made-chat:latest');
      });

      test('another is made from it', async () => {
        const phases: string[] = [];
        const definition = { name: 'made-from', from: 'made-chat', system: 'You are a parrot.' };
        for await (const { phase } of (await models()).create(definition)) phases.push(phase);
        expect(phases.at(-1)).toBe('done');
        expect(phases).not.toContain('download');
        expect(await factsOf('made-from')).toMatchObject({ completion: 'yes' });
      });
    });

    describe('an embedding model made from a file', () => {
      beforeEach(async () => {
        await make('made-embed', makeWordEmbedder(48));
      });

      test('can be loaded, listed and unloaded', async () => {
        const { load, unload } = bind(await models());
        expect(await load('made-embed', { contextLength: 128 })).toMatchObject({
          name: 'made-embed:latest',
          contextLength: 128,
        });
        expect(await unload('made-embed')).toEqual({ state: 'unloaded' });
      });

      test('what stands behind its name is asked anew when that changes', async () => {
        expect(await factsOf('made-embed')).toMatchObject({ embedding: 'yes', dimensions: 48 });
        await make('made-embed', makeScriptedModel());
        expect(await factsOf('made-embed')).toMatchObject({ embedding: 'no', completion: 'yes' });
      });

      test('is gone when it was removed, from memory too', async () => {
        const { load, loaded, delete: remove } = bind(await models());
        await load('made-embed');
        await remove('made-embed');
        await expect(remove('made-embed')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
        await expect
          .poll(async () => (await loaded()).map(({ name }) => name))
          .not.toContain('made-embed:latest');
      });
    });

    test('a file that is no model is refused', async () => {
      await expect(make('made-wrong', Buffer.from('no model at all'))).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
        details: { reason: 'not-gguf' },
      });
    });

    test('what is not installed cannot be copied, removed or unloaded', async () => {
      const { copy, delete: remove, unload } = bind(await models());
      for (const refused of [copy('no-such', 'other'), remove('no-such'), unload('no-such')])
        await expect(refused).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    });

    test('a pull from a registry that does not answer says so, and that it is the network of the daemon', async () => {
      const pull = (await models()).pull('127.0.0.1:9/library/nothing');
      await expect(readAll(pull)).rejects.toMatchObject({
        code: 'OLLAMA_REQUEST_FAILED',
        message: expect.stringContaining('does not reach the registry'),
        details: { reason: 'registry-unreachable', daemonMessage: expect.any(String) },
      });
    });
  });
}

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const item of stream) expect(item).toBeDefined();
}

function bind(models: ReturnType<typeof providerOf>['models']) {
  return {
    load: models.load.bind(models),
    loaded: models.loaded.bind(models),
    unload: models.unload.bind(models),
    copy: models.copy.bind(models),
    delete: models.delete.bind(models),
  };
}
