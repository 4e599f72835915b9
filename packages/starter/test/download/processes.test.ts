import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { sendFile, sha256, startHub } from './loopback-hub.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const BUILT = here('../../dist/download/download-file.js');
const whole = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 11) % 253));

async function place(listener: RequestListener) {
  const hub = await startHub(listener);
  const file = join(temporaryFolder(), 'model');
  const request = {
    url: `${hub.origin}/file`,
    file,
    sizeBytes: whole.length,
    sha256: sha256(whole),
    source: 'the hub',
  };
  /** A process of its own, which runs what is built. */
  const start = () => {
    const child = spawn(process.execPath, [
      here('download-program.mjs'),
      pathToFileURL(BUILT).href,
      JSON.stringify(request),
    ]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    return { child, exited: once(child, 'exit'), output: () => output };
  };
  return { ...hub, file, start };
}

describe.skipIf(!existsSync(BUILT))('processes that download', () => {
  test('may be killed at any time: the next one goes on, and the file is whole', async () => {
    let isStalling = true;
    const at = await place((request, response) => {
      if (!isStalling) return sendFile(request, response, whole);
      response.writeHead(200, { etag: `"${sha256(whole)}"`, 'content-length': whole.length });
      response.write(whole.subarray(0, 150_000));
    });
    const first = at.start();
    const partial = `${at.file}.download`;
    await expect.poll(() => existsSync(partial) && statSync(partial).size).toBe(150_000);
    first.child.kill('SIGKILL');
    await first.exited;
    expect(existsSync(at.file)).toBe(false);
    expect(existsSync(`${at.file}.lock`)).toBe(true);
    isStalling = false;
    const second = at.start();
    await second.exited;
    expect(second.output()).toMatch(/^150000\n(\d+\n)*done\n$/);
    expect(at.requests).toEqual(['/file', '/file bytes=150000-']);
    expect(readFileSync(at.file).equals(whole)).toBe(true);
    expect(readdirSync(join(at.file, '..'))).toEqual(['model']);
  });

  test('do not get in each other’s way: one fetches, the other finds it done', async () => {
    let release = () => {};
    const at = await place((request, response) => {
      release = () => sendFile(request, response, whole);
    });
    const first = at.start();
    await expect.poll(() => at.requests.length).toBe(1);
    const second = at.start();
    release();
    await Promise.all([first.exited, second.exited]);
    expect([first.output(), second.output()].every((text) => text.endsWith('done\n'))).toBe(true);
    expect(at.requests).toEqual(['/file']);
    expect(readFileSync(at.file).equals(whole)).toBe(true);
  });
});
