import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateDefinition, CreateProgress } from '@nodetool-ai/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import {
  errorLine,
  jsonScript,
  linesScript,
  statusLine,
} from '../../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../../scripted.ts';
import { collectProgress } from './collect-progress.ts';

const folder = mkdtempSync(join(tmpdir(), 'nodetool-create-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** A file of our own with those bytes. */
function fileOf(bytes: Uint8Array) {
  files += 1;
  const path = join(folder, `part-${files}.gguf`);
  writeFileSync(path, bytes);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { path, digest, name: `part-${files}.gguf` };
}

const gguf = (rest = 'weights') => Buffer.concat([Buffer.from('GGUF'), Buffer.from(rest)]);

async function start() {
  const daemon = await daemonThatPlays();
  const routes = () => daemon.requests.map(({ method, path }) => `${method} ${path}`);
  return { daemon, models: providerOf(daemon).models, routes };
}

const phasesOf = (items: readonly CreateProgress[]) =>
  items.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]);

describe('create from files', () => {
  test('reads, asks, sends and makes, and says how far it is', async () => {
    const { daemon, models, routes } = await start();
    const { path, digest, name } = fileOf(Buffer.concat([gguf(), randomBytes(5_000_000)]));
    const { items, error } = await collectProgress(
      models.create({ name: 'made', files: [{ path }], system: 'You are a parrot.' }),
    );
    expect(error).toBeUndefined();
    expect(phasesOf(items)).toEqual(['hash', 'upload', 'create', 'write', 'done']);
    for (const phase of ['hash', 'upload']) {
      const last = items.findLast((item) => item.phase === phase);
      expect([last?.completedBytes, last?.totalBytes]).toEqual([5_000_011, 5_000_011]);
    }
    expect(routes()).toEqual([
      `HEAD /api/blobs/${digest}`,
      `POST /api/blobs/${digest}`,
      'POST /api/create',
    ]);
    expect(daemon.requests[1]?.headers).toMatchObject({ 'content-length': '5000011' });
    expect(daemon.requests.at(-1)?.body).toEqual({
      model: 'made',
      system: 'You are a parrot.',
      files: { [name]: digest },
    });
    expect((await models.show('made')).facts).toMatchObject({ completion: 'yes' });
  });

  test('sends only what the daemon lacks, and equal files once', async () => {
    const { models, routes } = await start();
    const known = fileOf(gguf('known'));
    await collectProgress(models.create({ name: 'first', files: [known] }));
    const [one, two] = [fileOf(gguf('twice')), fileOf(gguf('twice'))];
    await collectProgress(models.create({ name: 'second', files: [known, one, two] }));
    expect(routes().filter((route) => route.startsWith('POST /api/blobs'))).toEqual([
      `POST /api/blobs/${known.digest}`,
      `POST /api/blobs/${one.digest}`,
    ]);
  });

  test('an empty file is sent too', async () => {
    const { models } = await start();
    const { error } = await collectProgress(
      models.create({ name: 'made', files: [fileOf(Buffer.alloc(0))] }),
    );
    expect(error).toMatchObject({ code: 'REQUEST_INVALID', details: { reason: 'not-gguf' } });
  });

  test('a name of its own is what the daemon gets', async () => {
    const { daemon, models } = await start();
    const { path, digest } = fileOf(gguf());
    await collectProgress(
      models.create({
        name: 'made',
        files: [{ path, name: 'model.gguf' }],
        adapters: [{ path, name: 'adapter.gguf' }],
        quantize: 'q4_K_M',
        license: ['MIT'],
        parameters: { temperature: 0 },
      }),
    );
    expect(daemon.requests.at(-1)?.body).toEqual({
      model: 'made',
      quantize: 'q4_K_M',
      license: ['MIT'],
      parameters: { temperature: 0 },
      files: { 'model.gguf': digest },
      adapters: { 'adapter.gguf': digest },
    });
  });

  test.each<[string, CreateDefinition]>([
    ['no name', { name: '', from: 'tiny-chat' }],
    ['a name with a space', { name: 'a b', from: 'tiny-chat' }],
    ['neither of them', { name: 'a' }],
    ['no file', { name: 'a', files: [] }],
    ['both', { name: 'a', from: 'b', files: [{ path: 'c' }] }],
    ['an empty source', { name: 'a', from: ' ' }],
    ['one name twice', { name: 'a', files: [{ path: 'x/c' }, { path: 'y/c' }] }],
    ['a file without a name', { name: 'a', files: [{ path: 'c', name: '' }] }],
  ])('%s is refused before anything is read or sent', async (_what, definition) => {
    const { daemon, models } = await start();
    const { error } = await collectProgress(models.create(definition));
    expect(error).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(daemon.requests).toEqual([]);
  });

  test.each([
    ['that is not there', () => join(folder, 'nowhere.gguf'), 'cannot be read'],
    ['that is a folder', () => folder, 'is not a file'],
  ])('a file %s is named', async (_what, pathOf, words) => {
    const { daemon, models } = await start();
    const path = pathOf();
    const { error } = await collectProgress(models.create({ name: 'a', files: [{ path }] }));
    expect(error).toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringContaining(`${path} ${words}`),
    });
    expect(daemon.requests).toEqual([]);
  });

  test('what was remembered of a model of that name is asked anew', async () => {
    const { daemon, models, routes } = await start();
    const think = () => outcomeOf(providerOf(daemon).generateMessages(question({ think: true })));
    const shows = () => routes().filter((route) => route === 'POST /api/show').length;
    await think();
    expect(shows()).toBe(1);
    await collectProgress(models.create({ name: 'tiny-chat', files: [fileOf(gguf())] }));
    await think();
    expect(shows()).toBe(2);
  });

  test('a file that becomes shorter before it is sent is not sent wrongly', async () => {
    const { daemon, models } = await start();
    const { path, digest } = fileOf(gguf('x'.repeat(1000)));
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    daemon.once(`HEAD /api/blobs/${digest}`, [{ waitFor: gate }, { status: 404 }, { end: true }]);
    const seen = daemon.nextRequest(`/api/blobs/${digest}`);
    const outcome = collectProgress(models.create({ name: 'a', files: [{ path }] }));
    await seen;
    truncateSync(path, 10);
    goOn();
    expect((await outcome).error).toMatchObject({ code: 'FILE_NOT_READABLE' });
  });

  test('a file that changes before it is sent is named', async () => {
    const { daemon, models } = await start();
    const { path, digest } = fileOf(gguf('one'));
    const words = `digest mismatch, expected "${digest}", got "sha256:other"`;
    daemon.once(`POST /api/blobs/${digest}`, jsonScript({ error: words }, 400));
    const { error } = await collectProgress(models.create({ name: 'a', files: [{ path }] }));
    expect(error).toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringContaining('changed while it was sent'),
    });
  });
});

describe('create from a model', () => {
  test('needs no file, and the new model is there', async () => {
    const { daemon, models } = await start();
    const { last } = await collectProgress(models.create({ name: 'made', from: 'tiny-embed' }));
    expect(last).toMatchObject({ phase: 'done' });
    expect(daemon.requests.map(({ body }) => body)).toEqual([
      { model: 'made', from: 'tiny-embed' },
    ]);
    expect((await models.show('made')).facts).toMatchObject({ embedding: 'yes' });
  });

  test('that is not installed is pulled within, and its success is not the end', async () => {
    const { models } = await start();
    await models.delete('tiny-chat');
    const { items, error } = await collectProgress(
      models.create({ name: 'made', from: 'tiny-chat' }),
    );
    expect(error).toBeUndefined();
    expect(phasesOf(items)).toEqual(['download', 'create', 'write', 'done']);
    expect(items.at(-1)).toMatchObject({ status: 'success' });
  });

  test('that nobody has is MODEL_NOT_FOUND', async () => {
    const { models } = await start();
    const { error } = await collectProgress(models.create({ name: 'made', from: 'no-such' }));
    expect(error).toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('no-such'),
      details: { reason: 'not-in-registry' },
    });
  });

  test('without success at its end is truncated', async () => {
    const { daemon, models } = await start();
    daemon.on('POST /api/create', linesScript(statusLine('parsing GGUF')));
    const { items, error } = await collectProgress(models.create({ name: 'a', from: 'tiny-chat' }));
    expect(items).toEqual([{ phase: 'create', status: 'parsing GGUF' }]);
    expect(error).toMatchObject({ code: 'OLLAMA_STREAM_TRUNCATED', details: { model: 'a' } });
  });

  test('of a daemon without its engine says that it is incomplete', async () => {
    const { daemon, models } = await start();
    const words =
      'failed to validate GGUF with llama-quantize without compatibility patches: llama-quantize unavailable: x';
    daemon.on('POST /api/create', linesScript(statusLine('parsing GGUF'), errorLine(words)));
    const { error } = await collectProgress(models.create({ name: 'a', from: 'tiny-chat' }));
    expect(error).toMatchObject({ code: 'OLLAMA_INCOMPLETE' });
    expect(await providerOf(daemon).status()).toMatchObject({ state: 'incomplete' });
  });
});
