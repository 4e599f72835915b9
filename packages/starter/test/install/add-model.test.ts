import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import { writeGguf } from '../../src/gguf/gguf-writer.ts';
import type { GgufValue } from '../../src/gguf/gguf-writer.ts';
import { addModel } from '../../src/install/add-model.ts';
import type { ModelOffer } from '../../src/install/add-consent.ts';
import type { AddOptions } from '../../src/install/add-options.ts';
import { parseModelSource } from '../../src/install/model-source.ts';
import { nameOfFile, requireModelName } from '../../src/install/name-of-file.ts';
import { ModelLibrary } from '../../src/library/model-library.ts';
import { sendFile, sha256, startHub } from '../download/loopback-hub.ts';
import { DEAD_PROCESS, temporaryFolder } from '../temporary-folder.ts';

function tinyGguf(weight: number): Buffer {
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
  ]);
  const data = new Uint8Array(Float32Array.from({ length: 64 }, () => weight).buffer);
  return writeGguf(metadata, [{ name: 'a', dimensions: [64], encoding: 'f32', data }]);
}

const gguf = tinyGguf(1);
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function machine(environment: NodeJS.ProcessEnv = {}) {
  const folder = starterFolderAt(join(temporaryFolder(), 'starter'));
  const { signal } = new AbortController();
  const library = new ModelLibrary(folder);
  return {
    folder,
    library,
    add: (source: string, more: Partial<AddOptions> = {}) =>
      addModel(folder, source, { signal, environment, ...more }),
    left: () =>
      [folder.modelsFolder, folder.downloadsFolder].flatMap((each) => {
        mkdirSync(each, { recursive: true });
        return readdirSync(each);
      }),
  };
}

describe('a model from a file', () => {
  test('is copied, named after its file, and the file stays', async () => {
    const { add, library } = machine();
    const path = join(temporaryFolder(), 'My Model-Q4_K_M.gguf');
    writeFileSync(path, gguf);
    const offers: ModelOffer[] = [];
    const confirm = async (offer: ModelOffer) => offers.push(offer) > 0;
    const added = await add(path, { confirm });
    expect(added).toMatchObject({ name: 'my-model:q4_k_m', sha256: sha256(gguf) });
    expect(offers).toEqual([
      {
        name: 'my-model:q4_k_m',
        source: 'file My Model-Q4_K_M.gguf',
        sizeBytes: gguf.length,
        isDigestKnown: false,
      },
    ]);
    expect(readFileSync(path).equals(gguf)).toBe(true);
    expect(readFileSync((await library.find('my-model:q4_k_m'))?.file ?? '').equals(gguf)).toBe(
      true,
    );
  });

  test.each([
    ['text', Buffer.from('this is no model')],
    ['nothing', Buffer.alloc(0)],
    ['half a model', gguf.subarray(0, gguf.length - 100)],
    ['a head without an end', gguf.subarray(0, 40)],
  ])('that holds %s is refused, and nothing is kept', async (_name, bytes) => {
    const { add, left } = machine();
    const path = join(temporaryFolder(), 'x.gguf');
    writeFileSync(path, bytes);
    await expect(add(path)).rejects.toMatchObject({ code: 'MODEL_FILE_INVALID' });
    expect(left()).toEqual([]);
  });

  test('that is not there, or is a folder, is told', async () => {
    const { add } = machine();
    await expect(add('/nonexistent/x.gguf')).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
    await expect(add(temporaryFolder())).rejects.toMatchObject({ code: 'FILE_NOT_READABLE' });
  });

  test('does not take the name of another model, and may be added twice itself', async () => {
    const { add, library } = machine();
    const path = join(temporaryFolder(), 'x.gguf');
    writeFileSync(path, gguf);
    await add(path);
    await add(path);
    writeFileSync(path, tinyGguf(2));
    await expect(add(path)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      hint: expect.stringContaining('nodetool starter remove x:latest'),
    });
    await add(path, { name: 'other' });
    expect((await library.list()).map(({ name }) => name)).toEqual(['other:latest', 'x:latest']);
  });

  test('takes away what a process left that was killed while it copied', async () => {
    const { add, folder, left } = machine();
    const path = join(temporaryFolder(), 'x.gguf');
    writeFileSync(path, gguf);
    left();
    const name = '00000000-0000-4000-8000-000000000000.part';
    writeFileSync(join(folder.modelsFolder, `${DEAD_PROCESS}-${name}`), 'half');
    writeFileSync(join(folder.modelsFolder, `${process.pid}-${name}`), 'of a living process');
    await add(path);
    expect(left().filter((each) => each.endsWith('.part'))).toEqual([`${process.pid}-${name}`]);
  });

  test('is not added when the person says no', async () => {
    const { add, left } = machine();
    const path = join(temporaryFolder(), 'x.gguf');
    writeFileSync(path, gguf);
    const confirm = () => Promise.resolve(false);
    await expect(add(path, { confirm })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(left()).toEqual([]);
  });
});

describe('a model from the hub', () => {
  /** A hub that redirects to its store and tells commit, size and digest of the file first, as the real one does. */
  async function hubOf(bytes: Buffer, digest = sha256(bytes)) {
    const store = await startHub(
      (request, response) => sendFile(request, response, bytes),
      'localhost',
    );
    const listener: RequestListener = (_request, response) => {
      const location = `${store.origin}/blob`;
      const headers = { 'x-linked-etag': `"${digest}"`, 'x-repo-commit': COMMIT, location };
      response.writeHead(302, headers).end();
    };
    const hub = await startHub(listener);
    return { ...hub, store };
  }

  test('is fetched at the commit that was looked at, and its digest is checked', async () => {
    const { origin, requests } = await hubOf(gguf);
    const { add } = machine({ HF_ENDPOINT: origin });
    const offers: ModelOffer[] = [];
    const confirm = async (offer: ModelOffer) => offers.push(offer) > 0;
    const added = await add('hf:owner/name/folder/Tiny.f16.gguf', { confirm });
    expect(added).toMatchObject({ name: 'tiny:f16', source: 'Hugging Face owner/name' });
    expect(offers[0]).toMatchObject({ sizeBytes: gguf.length, isDigestKnown: true });
    expect(requests).toEqual([
      '/owner/name/resolve/main/folder/Tiny.f16.gguf bytes=0-3',
      `/owner/name/resolve/${COMMIT}/folder/Tiny.f16.gguf`,
    ]);
  });

  test('with another digest than the hub says is refused', async () => {
    const { origin } = await hubOf(gguf, '0'.repeat(64));
    const { add, left } = machine({ HF_ENDPOINT: origin });
    await expect(add('hf:owner/name/x.gguf')).rejects.toMatchObject({ code: 'DOWNLOAD_CORRUPT' });
    expect(left()).toEqual([]);
  });

  test('that is something else is refused by its first bytes, before anybody is asked', async () => {
    const { origin, store } = await hubOf(Buffer.alloc(100_000, 'x'));
    const { add } = machine({ HF_ENDPOINT: origin });
    const confirm = () => Promise.reject(new Error('asked'));
    await expect(add('hf:owner/name/x.gguf', { confirm })).rejects.toMatchObject({
      code: 'MODEL_FILE_INVALID',
    });
    expect(store.requests).toEqual(['/blob bytes=0-3']);
  });

  test('that begins like a model and is cut is refused after the download', async () => {
    const cut = gguf.subarray(0, gguf.length - 50);
    const { origin } = await hubOf(cut);
    const { add, left } = machine({ HF_ENDPOINT: origin });
    await expect(add('hf:owner/name/x.gguf')).rejects.toMatchObject({ code: 'MODEL_FILE_INVALID' });
    expect(left()).toEqual([]);
  });
});

describe('a model from an address', () => {
  test('is fetched from a server that knows no ranges and no size', async () => {
    const { origin } = await startHub((_request, response) => {
      response.write(gguf.subarray(0, 100));
      response.end(gguf.subarray(100));
    });
    const { add } = machine();
    expect(await add(`${origin}/tiny.gguf?download=true`)).toMatchObject({
      name: 'tiny:latest',
      sizeBytes: gguf.length,
      source: `${origin}/tiny.gguf`,
    });
  });

  test.each([
    ['http://example.com/x.gguf', 'DOWNLOAD_FAILED'],
    ['ftp://example.com/x.gguf', 'USAGE'],
    ['https://me:secret@example.com/x.gguf', 'USAGE'],
    ['hf:owner/x.gguf', 'USAGE'],
    ['hf:owner/../x.gguf', 'USAGE'],
    ['hf:owner/name/../x.gguf', 'USAGE'],
    ['hf:owner/name/x-00001-of-00003.gguf', 'MODEL_FILE_INVALID'],
  ])('%s is refused', async (source, code) => {
    await expect(machine().add(source)).rejects.toMatchObject({ code });
  });
});

test.each([
  ['SmolLM2-135M-Instruct.Q4_1.gguf', 'smollm2-135m-instruct:q4_1'],
  ['Qwen2.5-0.5B-Instruct-IQ2_XXS.GGUF', 'qwen2.5-0.5b-instruct:iq2_xxs'],
  ['a b/c:d.gguf', 'a-b-c-d:latest'],
  ['model-bf16.gguf', 'model:bf16'],
  ['???.gguf', 'model:latest'],
])('the file %s gives the name %s, which may be given too', (file, name) => {
  expect(nameOfFile(file)).toBe(name);
  expect(requireModelName(name)).toBe(name);
});

// The last two are names that the daemon does not answer to.
test.each(['', '../x', 'a b', '/x', 'x:', 'x:y:z', 'x'.repeat(300), 'x'.repeat(81), 'a/b/c/d'])(
  '%j cannot be a name',
  (name) => {
    expect(() => requireModelName(name)).toThrow('cannot be the name');
  },
);

test('a path on Windows is a path', () => {
  expect(parseModelSource('C:\\models\\x.gguf').kind).toBe('path');
});
