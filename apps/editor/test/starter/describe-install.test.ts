import type { StarterInstallReport } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import {
  announceInstall,
  installFigures,
  installPhase,
  installShare,
} from '../../src/starter/describe-install.ts';

const running = (more: Partial<StarterInstallReport> = {}): StarterInstallReport => ({
  state: 'running',
  startedAt: 1,
  ...more,
});

describe('an installation in words', () => {
  test('names the part and what is done with it', () => {
    expect(installPhase(running({ part: 'Engine', status: 'checking' }))).toBe('Engine: checking');
    expect(installPhase(running({ part: 'Engine' }))).toBe('Engine');
    expect(installPhase(running())).toBe('Beginning');
  });

  test('says bytes, rate and time left, and leaves out what is not known', () => {
    const figures = { completedBytes: 42_000_000, totalBytes: 194_000_000 };
    expect(
      installFigures(running({ ...figures, bytesPerSecond: 8_100_000, secondsLeft: 19 })),
    ).toBe('42 MB of 194 MB, 8.1 MB/s, 19 s left');
    expect(installFigures(running(figures))).toBe('42 MB of 194 MB');
    expect(installFigures(running({ completedBytes: 42 }))).toBe('');
  });

  test('says no pace and no time while too little has come to know them, and when all has', () => {
    const pace = { totalBytes: 244_000_000, bytesPerSecond: 649, secondsLeft: 375_000 };
    expect(installFigures(running({ ...pace, completedBytes: 2100 }))).toBe('2 kB of 244 MB');
    expect(installFigures(running({ ...pace, completedBytes: 244_000_000 }))).toBe(
      '244 MB of 244 MB',
    );
  });

  test('has a share only when the whole is known, and never more than all', () => {
    expect(installShare(running({ completedBytes: 1, totalBytes: 4 }))).toBe(0.25);
    expect(installShare(running({ completedBytes: 5, totalBytes: 4 }))).toBe(1);
    expect(installShare(running({ completedBytes: 1 }))).toBeUndefined();
    expect(installShare(running({ completedBytes: 0, totalBytes: 0 }))).toBeUndefined();
  });
});

describe('what screen readers are told', () => {
  test('stays the same as long as a phase lasts', () => {
    const phase = { part: 'Engine', status: 'downloading' };
    const first = announceInstall(running({ ...phase, completedBytes: 1, totalBytes: 9 }));
    expect(announceInstall(running({ ...phase, completedBytes: 5, totalBytes: 9 }))).toBe(first);
    expect(announceInstall(running({ ...phase, status: 'checking' }))).not.toBe(first);
  });

  test('is how it ended, with the cause', () => {
    const failed = announceInstall({
      state: 'failed',
      startedAt: 1,
      error: { code: 'DISK_FULL', message: 'The disk is full.', hint: 'Make room.' },
    });
    expect(failed).toBe('Starter engine: failed. The disk is full.');
    expect(announceInstall({ state: 'done', startedAt: 1 })).toContain('is installed');
    expect(announceInstall({ state: 'cancelled', startedAt: 1 })).toContain('cancelled');
    expect(announceInstall({ state: 'done', startedAt: 1 }, true)).toBe('Ollama has the models.');
  });
});
