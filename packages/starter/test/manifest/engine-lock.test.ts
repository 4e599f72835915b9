import { isRecord } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { engineLockOf } from '../../src/manifest/engine-lock.ts';
import { ENGINE_PACKAGES, ENGINE_VERSION } from '../../src/manifest/engine-manifest.ts';
import { enginePlatformOf } from '../../src/manifest/engine-platform.ts';

const PLATFORMS = [
  'linux-x64',
  'linux-arm64',
  'linux-armv7l',
  'linux-riscv64',
  'mac-arm64-metal',
  'mac-x64',
  'win-x64',
  'win-arm64',
] as const;

describe.each(PLATFORMS)('the lock file for %s', (platform) => {
  const { packageJson, packageLock } = engineLockOf(platform);
  const lock: unknown = JSON.parse(packageLock);
  const packages = isRecord(lock) && isRecord(lock['packages']) ? lock['packages'] : {};
  const entries = Object.entries(packages).flatMap(([path, entry]) =>
    path !== '' && isRecord(entry) ? [{ path, entry }] : [],
  );

  test('fixes version and integrity of each of 117 packages, names no address, and runs nothing', () => {
    expect(entries).toHaveLength(117);
    for (const { entry } of entries) {
      expect(entry['version']).toMatch(/^\d+\.\d+\.\d+/);
      expect(entry['integrity']).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      expect(entry).not.toHaveProperty('hasInstallScript');
    }
    expect(packageLock).not.toMatch(/https?:|resolved/);
  });

  test('holds all that any of its packages needs, where Node looks for it', () => {
    const paths = new Set(entries.map(({ path }) => path));
    for (const { path, entry } of entries)
      for (const need of Object.keys(isRecord(entry['dependencies']) ? entry['dependencies'] : {}))
        expect(findUpwards(path, need, paths), `${path} needs ${need}`).toBe(true);
  });

  test('asks for the engine and its own compiled part in one version, and no other part', () => {
    const { name, integrity } = ENGINE_PACKAGES[platform];
    expect(JSON.parse(packageJson)).toMatchObject({
      private: true,
      dependencies: { 'node-llama-cpp': ENGINE_VERSION, [name]: ENGINE_VERSION },
    });
    const parts = entries.filter(({ path }) => path.includes('@node-llama-cpp/'));
    expect(parts.map(({ path }) => path)).toEqual([`node_modules/${name}`]);
    expect(parts[0]?.entry).toMatchObject({ integrity, version: ENGINE_VERSION });
  });
});

function findUpwards(path: string, need: string, paths: ReadonlySet<string>): boolean {
  for (let place = path; ; place = place.slice(0, place.lastIndexOf('/node_modules/'))) {
    if (paths.has(`${place}/node_modules/${need}`)) return true;
    if (!place.includes('/node_modules/')) return paths.has(`node_modules/${need}`);
  }
}

describe('the platform of the engine', () => {
  test.each([
    [{ platform: 'linux', architecture: 'x64', glibcVersion: '2.36' }, 'linux-x64'],
    [
      { platform: 'linux', architecture: 'arm', armVersion: '7', glibcVersion: '2.36' },
      'linux-armv7l',
    ],
    [{ platform: 'darwin', architecture: 'arm64' }, 'mac-arm64-metal'],
    [{ platform: 'win32', architecture: 'x64' }, 'win-x64'],
  ])('of %j is %s', (host, platform) => {
    expect(enginePlatformOf(host)).toBe(platform);
  });

  test.each([
    [{ platform: 'linux', architecture: 'x64' }, 'GNU C library'],
    [
      { platform: 'linux', architecture: 'arm', armVersion: '6', glibcVersion: '2.36' },
      'version 6',
    ],
    [{ platform: 'linux', architecture: 's390x', glibcVersion: '2.36' }, 's390x'],
    [{ platform: 'freebsd', architecture: 'x64' }, 'freebsd'],
  ])('of %j does not exist, and the reason and the remedy are told', (host, words) => {
    expect(() => enginePlatformOf(host)).toThrow(
      expect.objectContaining({
        code: 'STARTER_UNSUPPORTED',
        message: expect.stringContaining(words),
        hint: expect.stringContaining('Install Ollama'),
      }),
    );
  });
});
