import { describe, expect, test } from 'vitest';
import { runWithin } from '../../src/inference/run-within.ts';

const late = () => new Error('too late');

describe('work that may take too long', () => {
  test('gives its value, undefined as well', () => {
    expect(runWithin(5000, () => 5, late)).toBe(5);
    expect(runWithin(5000, () => undefined, late)).toBeUndefined();
  });

  test('throws its own error', () => {
    const own = new TypeError('own');
    const fail = () => {
      throw own;
    };
    expect(() => runWithin(5000, fail, late)).toThrow(own);
  });

  test('is ended even when it catches everything', () => {
    let turns = 0;
    const endless = () => {
      for (;;)
        try {
          for (;;) turns += 1;
        } catch {
          turns = 0;
        }
    };
    expect(() => runWithin(50, endless, late)).toThrow('too late');
    expect(turns).toBeGreaterThan(0);
  });
});
