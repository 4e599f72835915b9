import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installOnce } from '../../src/install/install-once.ts';
import { DEAD_PROCESS, temporaryFolder } from '../temporary-folder.ts';

const context = { signal: new AbortController().signal, onProgress: () => {} };

describe('what is installed once', () => {
  test('appears under its name when it is whole, and not before', async () => {
    const cache = temporaryFolder();
    const target = join(cache, 'deep', 'program');
    await installOnce(
      target,
      async (temporary) => {
        mkdirSync(temporary);
        writeFileSync(join(temporary, 'first'), '1');
        await new Promise(setImmediate);
        expect(existsSync(target)).toBe(false);
        writeFileSync(join(temporary, 'second'), '2');
      },
      context,
    );
    expect(readdirSync(target)).toEqual(['first', 'second']);
    expect(readdirSync(join(cache, 'deep'))).toEqual(['program']);
  });

  test('is made by one of all who ask', async () => {
    const target = join(temporaryFolder(), 'file');
    let made = 0;
    const make = async (temporary: string) => {
      made += 1;
      await new Promise(setImmediate);
      writeFileSync(temporary, 'whole');
    };
    await Promise.all([1, 2, 3].map(() => installOnce(target, make, context)));
    await installOnce(target, make, context);
    expect(made).toBe(1);
    expect(readFileSync(target, 'utf8')).toBe('whole');
  });

  test('leaves nothing behind when making it fails, and can be tried again', async () => {
    const cache = temporaryFolder();
    const target = join(cache, 'program');
    const fail = (temporary: string) => {
      mkdirSync(temporary);
      mkdirSync(`${temporary}-scratch`);
      writeFileSync(join(temporary, 'half'), '');
      return Promise.reject(new Error('the step failed'));
    };
    await expect(installOnce(target, fail, context)).rejects.toThrow('the step failed');
    expect(readdirSync(cache)).toEqual([]);
    await installOnce(target, async (temporary) => writeFileSync(temporary, 'whole'), context);
    expect(readdirSync(cache)).toEqual(['program']);
  });

  test('is made anew after a process that was cut off, whose parts are removed', async () => {
    const cache = temporaryFolder();
    const target = join(cache, 'program');
    writeFileSync(`${target}.lock`, String(DEAD_PROCESS));
    mkdirSync(`${target}.part-${DEAD_PROCESS}-scratch`);
    mkdirSync(`${target}.part-${DEAD_PROCESS}`);
    writeFileSync(`${target}.part-${process.ppid}`, 'of a living process');
    await installOnce(target, async (temporary) => writeFileSync(temporary, 'whole'), context);
    expect(readdirSync(cache)).toEqual(['program', `program.part-${process.ppid}`]);
    expect(readFileSync(target, 'utf8')).toBe('whole');
  });
});
