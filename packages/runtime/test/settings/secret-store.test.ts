import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSecretStore, resolveDataFolder } from '@nodetool-ai/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'nodetool-secrets-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = () => resolveDataFolder({ NODETOOL_HOME: join(home, 'data') });
const open = () => openSecretStore(folder());
const marker = 'marker-4711 ä\n';
const isPosix = process.platform !== 'win32';

describe('a secret', () => {
  test('comes back as it was stored, from another process too', async () => {
    await open().set('A_KEY', marker);
    expect(await open().get('A_KEY')).toBe(marker);
    expect(await open().get('B_KEY')).toBeUndefined();
  });

  test('is replaced, listed by name and date alone, and removed', async () => {
    await open().set('B_KEY', 'x');
    await open().set('A_KEY', 'one');
    await open().set('A_KEY', 'two');
    expect(await open().get('A_KEY')).toBe('two');
    const listed = await open().list();
    expect(listed.map((entry) => entry.name)).toEqual(['A_KEY', 'B_KEY']);
    expect(JSON.stringify(listed)).not.toContain('two');
    await open().remove('A_KEY');
    expect(await open().get('A_KEY')).toBeUndefined();
    await expect(open().remove('A_KEY')).rejects.toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });

  test('stands encrypted in files that only the user can read', async () => {
    await open().set('A_KEY', marker);
    const { root, secretsFile, secretsKeyFile } = folder();
    expect(readFileSync(secretsFile, 'utf8')).not.toContain('marker');
    const modes = [root, secretsFile, secretsKeyFile].map((path) => statSync(path).mode & 0o777);
    expect(isPosix ? modes : [0o700, 0o600, 0o600]).toEqual([0o700, 0o600, 0o600]);
  });

  test.each(['', 'lower', '1A', 'A-B', 'A B', '__proto__', 'A'.repeat(200)])(
    'is not taken under the name %j',
    async (name) => {
      await expect(open().set(name, 'x')).rejects.toMatchObject({ code: 'SECRET_NAME_INVALID' });
    },
  );

  test('is not lost when two are stored at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `KEY_${index}`);
    await Promise.all(names.map((name) => open().set(name, name)));
    expect(await Promise.all(names.map((name) => open().get(name)))).toEqual(names);
  });
});

describe('a store that was tampered with', () => {
  const unreadable = { code: 'SECRETS_UNREADABLE' };

  test('a value moved to another name does not open', async () => {
    await open().set('A_KEY', marker);
    const { secretsFile } = folder();
    writeFileSync(secretsFile, readFileSync(secretsFile, 'utf8').replace('A_KEY', 'B_KEY'));
    await expect(open().get('B_KEY')).rejects.toMatchObject(unreadable);
  });

  test.each(['', '{', '[]', '{"version":2,"secrets":{}}'])(
    'the text %j is refused, and not overwritten by storing',
    async (text) => {
      await open().set('A_KEY', marker);
      const { secretsFile } = folder();
      writeFileSync(secretsFile, text);
      await expect(open().get('A_KEY')).rejects.toMatchObject(unreadable);
      await expect(open().set('B_KEY', 'x')).rejects.toMatchObject(unreadable);
      expect(readFileSync(secretsFile, 'utf8')).toBe(text);
    },
  );

  test('a key that is gone is told, and no new one takes its place', async () => {
    await open().set('A_KEY', marker);
    rmSync(folder().secretsKeyFile);
    await expect(open().get('A_KEY')).rejects.toMatchObject(unreadable);
    await expect(open().set('B_KEY', 'x')).rejects.toMatchObject(unreadable);
  });

  test.skipIf(!isPosix)(
    'files that others can read are not used, and the remedy is told',
    async () => {
      await open().set('A_KEY', marker);
      chmodSync(folder().secretsKeyFile, 0o644);
      await expect(open().get('A_KEY')).rejects.toMatchObject({
        code: 'SECRETS_UNREADABLE',
        hint: expect.stringContaining('chmod 600'),
      });
    },
  );
});
