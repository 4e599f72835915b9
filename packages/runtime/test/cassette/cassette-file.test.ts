import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import {
  openCassetteWriter,
  OllamaProvider,
  parseCassette,
  readCassette,
  recordProvider,
  replayProvider,
} from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { daemonThatPlays, outcomeOf, providerOf, question } from '../scripted.ts';
import { PNG_BYTES } from './png.ts';
import { temporaryTape } from './temporary-tape.ts';

async function record(path: string, seeds: readonly number[]): Promise<void> {
  const provider = providerOf(await daemonThatPlays());
  const writer = await openCassetteWriter(path, provider);
  for (const seed of seeds)
    await outcomeOf(recordProvider(provider, writer).generateMessages(question({ seed })));
  await writer.close();
}

describe('the file', () => {
  test.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    const path = await temporaryTape();
    await record(path, []);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is lines of JSON, a header first', async () => {
    const path = await temporaryTape();
    await record(path, [1, 2]);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        cassette: 1,
        provider: 'ollama',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      },
      { method: 'generateMessages', request: { model: 'tiny-chat', seed: 1 }, order: 0 },
      { method: 'generateMessages', request: { model: 'tiny-chat', seed: 2 }, order: 1 },
    ]);
  });

  test('is added to by the next recorder', async () => {
    const path = await temporaryTape();
    await record(path, [1]);
    await record(path, [2, 3]);
    const { interactions } = await readCassette(path);
    expect(interactions.map(({ order, request }) => [order, request['seed']])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  test('may end in the middle of a line, which is reported and mended by the next recorder', async () => {
    const path = await temporaryTape();
    await record(path, [1, 2]);
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.slice(0, -20));
    const cut = await readCassette(path);
    expect(cut.cutLine).toBe(3);
    expect(cut.interactions).toHaveLength(1);
    await record(path, [3]);
    const mended = await readCassette(path);
    expect(mended.cutLine).toBeUndefined();
    expect(mended.interactions.map(({ request }) => request['seed'])).toEqual([1, 3]);
  });

  test('keeps a last line that only lacks its end', async () => {
    const path = await temporaryTape();
    await record(path, [1]);
    await writeFile(path, (await readFile(path, 'utf8')).trimEnd());
    await record(path, [2]);
    expect((await readCassette(path)).interactions).toHaveLength(2);
  });

  test('with a damaged line in its middle is refused, by the number of the line', async () => {
    const path = await temporaryTape();
    await record(path, [1]);
    await appendFile(path, '{"key": "x"}\n{}\n');
    await expect(readCassette(path)).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: `Line 3 of ${path} is damaged.`,
    });
  });

  test.each(['', 'hello', '{"cassette":2,"provider":"ollama"}\n', '{"version":1}\n'])(
    'that begins with %j is no cassette, and is left as it is',
    async (text) => {
      const path = await temporaryTape();
      await writeFile(path, text);
      await expect(readCassette(path)).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
      if (text === '') return;
      const opening = openCassetteWriter(path, { provider: 'ollama' });
      await expect(opening).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  test('that is not there, or cannot be written, is said so', async () => {
    const path = await temporaryTape();
    await expect(readCassette(path)).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
    await mkdir(path);
    const opening = openCassetteWriter(path, { provider: 'ollama' });
    await expect(opening).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });
});

test('a result of another kind on the tape is refused', async () => {
  const header = JSON.stringify({ cassette: 1, provider: 'ollama' });
  const path = await temporaryTape();
  const provider = providerOf(await daemonThatPlays());
  const writer = await openCassetteWriter(path, provider);
  await recordProvider(provider, writer).hasToolSupport('tiny-chat');
  await writer.close();
  const [, line = ''] = (await readFile(path, 'utf8')).split('\n');
  const replayer = replayProvider(
    parseCassette(`${header}\n${line.replace('"result":true', '"result":"yes"')}`),
  );
  await expect(replayer.hasToolSupport('tiny-chat')).rejects.toMatchObject({
    code: 'FILE_NOT_READABLE',
    message: 'The cassette holds something else than a result of hasToolSupport.',
  });
});

test('what cannot be written is told when the tape is closed, and changes no answer', async () => {
  const provider = providerOf(await daemonThatPlays());
  const writer = await openCassetteWriter(await temporaryTape(), provider);
  await writer.close();
  const { text, error } = await outcomeOf(
    recordProvider(provider, writer).generateMessages(question()),
  );
  expect(error).toBeUndefined();
  expect(text).not.toBe('');
  await expect(writer.close()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
});

test('no key, no path of the address and no pixel gets onto the tape', async () => {
  const daemon = await daemonThatPlays();
  const path = await temporaryTape();
  const provider = new OllamaProvider({
    OLLAMA_API_URL: `${daemon.url}/hidden-path`,
    OLLAMA_API_KEY: 'hidden-key',
  });
  const writer = await openCassetteWriter(path, provider);
  const recorder = recordProvider(provider, writer);
  await recorder.status();
  const image = { type: 'image_url', image: { data: PNG_BYTES } } as const;
  const messages = [{ role: 'user', content: [image] }] as const;
  const { error } = await outcomeOf(recorder.generateMessages(question({ messages })));
  expect(error).toBeDefined();
  await writer.close();
  const text = await readFile(path, 'utf8');
  expect(text).toContain('sha256');
  expect(text).toContain(daemon.url);
  expect(text).not.toMatch(/hidden-(path|key)/);
  expect(text).not.toContain(Buffer.from(PNG_BYTES).toString('base64').slice(4, 16));
});
