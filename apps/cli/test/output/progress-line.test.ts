import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ProgressLine } from '../../src/output/progress-line.ts';

/** What stands on a terminal of 100 columns after a step of a download of 100 MB. */
function shown(completedBytes: number, bytesPerSecond: number): string {
  let text = '';
  const write = (chunk: unknown, _encoding: unknown, done: () => void) => {
    text += String(chunk);
    done();
  };
  const stderr = Object.assign(new Writable({ write }), { isTTY: true, columns: 100 });
  const totalBytes = 100_000_000;
  const secondsLeft = (totalBytes - completedBytes) / bytesPerSecond;
  new ProgressLine({
    environment: { NO_COLOR: '1' },
    stdin: Object.assign(Readable.from([]), { isTTY: true }),
    stdout: stderr,
    stderr,
    signal: new AbortController().signal,
  }).show('Engine: downloading', { completedBytes, totalBytes, bytesPerSecond, secondsLeft });
  return text;
}

describe('the line of a download', () => {
  test('has bytes, pace and the time that is left', () => {
    expect(shown(42_000_000, 8_000_000)).toContain('42 %  42 MB of 100 MB  8.0 MB/s  7 s left');
  });

  test('says no pace and no time while too little has come to know them', () => {
    expect(shown(2100, 649)).toContain('0 %  2.1 kB of 100 MB\u001B');
  });

  test('says no pace and no time when all has come', () => {
    expect(shown(100_000_000, 8_000_000)).toContain('100 %  100 MB of 100 MB\u001B');
  });
});
