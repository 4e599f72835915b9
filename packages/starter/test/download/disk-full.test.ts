import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { downloadFile } from '../../src/download/download-file.ts';
import { requireSpace } from '../../src/download/free-space.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { sendFile, sha256, startHub } from './loopback-hub.ts';

const large = Buffer.alloc(3_000_000, 'x');
const { signal } = new AbortController();

/** A disk of one megabyte. Undefined where this process may not make one. */
function smallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

describe('on a disk that is too small', () => {
  test('a download is refused before it begins, with the figures', async (context) => {
    const disk = smallDisk();
    if (disk === undefined) return context.skip('only root on Linux can make a small disk');
    const hub = await startHub((request, response) => sendFile(request, response, large));
    const failed = downloadFile(
      {
        url: `${hub.origin}/file`,
        file: join(disk, 'model'),
        sizeBytes: large.length,
        sha256: sha256(large),
        source: 'the hub',
      },
      { signal, environment: {} },
    );
    await expect(failed).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/needs 3\.00 MB .* 1\.0\d MB are free/),
      details: { neededBytes: 3_000_000 },
    });
    expect(hub.requests).toEqual([]);
    expect(readdirSync(disk)).toEqual([]);
  });

  test('a download of unknown size stops, and the part is removed', async (context) => {
    const disk = smallDisk();
    if (disk === undefined) return context.skip('only root on Linux can make a small disk');
    const hub = await startHub((_request, response) => {
      response.write(large);
      response.end();
    });
    const failed = downloadFile(
      { url: `${hub.origin}/file`, file: join(disk, 'model'), source: 'the hub' },
      { signal, environment: {} },
    );
    await expect(failed).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('became full'),
    });
    expect(readdirSync(disk)).toEqual([]);
  });
});

test('more room than any disk has is refused, with words for people', async () => {
  const folder = temporaryFolder();
  await expect(requireSpace(folder, 5e17, 'The model')).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringContaining(`The model needs 500000 TB on the disk of ${folder}`),
  });
  await requireSpace(folder, 1, 'The model');
});
