import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starterFolderAt } from '../../src/folder/starter-folder.ts';
import { completeName, ModelLibrary } from '../../src/library/model-library.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function start() {
  const folder = starterFolderAt(temporaryFolder());
  const library = new ModelLibrary(folder);
  const add = async (name: string, letter = 'a', bytes = 'weights') => {
    const sha256 = letter.repeat(64);
    mkdirSync(folder.modelsFolder, { recursive: true });
    writeFileSync(library.fileOf(sha256), bytes);
    const about = { source: 'a test', addedAt: '2026-01-01T00:00:00Z' };
    await library.register({ name, sha256, sizeBytes: Buffer.byteLength(bytes), ...about });
    return sha256;
  };
  return { library, add, modelsFolder: folder.modelsFolder };
}

describe('the library', () => {
  test('is empty before there is a folder', async () => {
    const { library } = start();
    expect(await library.list()).toEqual([]);
    expect(await library.find('a')).toBeUndefined();
    expect(await library.remove('a')).toBe(false);
  });

  test('finds a model whatever its case, and without the tag latest', async () => {
    const { library, add } = start();
    await add('talk:latest');
    await add('team/talk:v1', 'b');
    for (const name of ['talk', 'TALK:Latest', ' talk '])
      expect(await library.find(name)).toMatchObject({ name: 'talk:latest' });
    expect(await library.find('Team/Talk:V1')).toMatchObject({ name: 'team/talk:v1' });
    expect(await library.find('team/talk')).toBeUndefined();
  });

  test('leaves out a record that is damaged, and a file that is cut or missing', async () => {
    const { library, add, modelsFolder } = start();
    await add('good:1');
    await add('cut:1', 'b');
    writeFileSync(library.fileOf('b'.repeat(64)), 'we');
    await library.register({
      name: 'gone:1',
      sha256: 'c'.repeat(64),
      sizeBytes: 1,
      source: 'a test',
      addedAt: '2026-01-01T00:00:00Z',
    });
    for (const [name, text] of [
      ['half', '{"name":"half'],
      ['odd', '{"name":5}'],
      ['path', '{"name":"x","sha256":"../../x","sizeBytes":1,"source":"","addedAt":""}'],
    ])
      writeFileSync(join(modelsFolder, `${name}.json`), text ?? '');
    expect((await library.list()).map(({ name }) => name)).toEqual(['good:1']);
  });

  test('keeps the file while another name has it, and no temporary ones', async () => {
    const { library, add, modelsFolder } = start();
    const sha256 = await add('one:1');
    await add('two:1');
    expect(await library.remove('ONE:1')).toBe(true);
    expect(existsSync(library.fileOf(sha256))).toBe(true);
    expect(await library.remove('two:1')).toBe(true);
    expect(readdirSync(modelsFolder)).toEqual([]);
  });

  test('replaces a record of the same name', async () => {
    const { library, add } = start();
    await add('one:1');
    const sha256 = await add('one:1', 'b', 'other weights');
    expect(await library.list()).toEqual([
      expect.objectContaining({ name: 'one:1', sha256, file: library.fileOf(sha256) }),
    ]);
  });
});

test.each([
  ['talk', 'talk:latest'],
  ['Talk:V1', 'talk:v1'],
  ['host:5000/team/talk', 'host:5000/team/talk:latest'],
])('the whole name of %s is %s', (name, whole) => {
  expect(completeName(name)).toBe(whole);
});
