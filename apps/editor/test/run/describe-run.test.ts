import { ERROR_CODES } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { describeNodeRun, formatBytes, formatDuration } from '../../src/run/describe-run.ts';
import type { NodeRun } from '../../src/run/node-run.ts';

const run = (fields: Partial<NodeRun>): NodeRun => ({
  state: 'running',
  segments: [],
  texts: {},
  outputs: {},
  warnings: [],
  ...fields,
});

const failed = (code: (typeof ERROR_CODES)[number]) =>
  run({ state: 'failed', error: { code, message: 'm', hint: 'h' } });

describe('a node that is under way', () => {
  test.each([
    ['waiting', 'Waiting'],
    ['loading', 'Loading model'],
    ['reading', 'Reading prompt'],
    ['thinking', 'Thinking'],
    ['answering', 'Answering'],
    ['computing', 'Running'],
  ] as const)('says of %s: %s', (phase, words) => {
    const node = run({ segments: [{ phase, startedAt: 1 }] });
    expect(describeNodeRun(node)).toMatchObject({ words, tone: 'live' });
  });

  test('of which no phase is known is running', () => {
    expect(describeNodeRun(run({})).words).toBe('Running');
  });
});

describe('a node that is not under way', () => {
  test.each([
    ['completed', 'Done'],
    ['cached', 'Same as last run'],
    ['bypassed', 'Bypassed'],
    ['skipped', 'Not run'],
    ['failed', 'Failed'],
    ['cancelled', 'Stopped'],
  ] as const)('says %s as: %s', (state, words) => {
    expect(describeNodeRun(run({ state })).words).toBe(words);
  });

  test('and was not begun waits for its inputs', () => {
    const node = run({ state: 'queued', segments: [{ phase: 'waiting', startedAt: 1 }] });
    expect(describeNodeRun(node)).toMatchObject({
      words: 'Waiting for its inputs',
      tone: 'quiet',
    });
  });

  test('says that there is a warning', () => {
    const node = run({ state: 'completed', warnings: ['The prompt was cut.'] });
    expect(describeNodeRun(node)).toMatchObject({ words: 'Done, with a warning', tone: 'warn' });
  });

  test('says why it was not run', () => {
    const node = run({ state: 'skipped', reason: 'Generate failed.' });
    expect(describeNodeRun(node).words).toContain('Generate failed.');
  });
});

describe('an error', () => {
  test('of a model or its daemon is said in a few words of its own', () => {
    expect(describeNodeRun(failed('OLLAMA_UNREACHABLE'))).toMatchObject({
      words: 'Ollama does not answer',
      tone: 'error',
    });
    expect(describeNodeRun(failed('MODEL_NOT_CHOSEN')).words).toBe('No model is chosen');
    expect(describeNodeRun(failed('RUN_INTERRUPTED')).words).toBe('Interrupted');
  });

  test('of any code fits on the line, and is no code', () => {
    for (const code of ERROR_CODES) {
      const { words } = describeNodeRun(failed(code));
      expect(words.length).toBeLessThanOrEqual(26);
      expect(words).not.toContain('_');
    }
  });
});

describe('a duration', () => {
  test.each([
    [0, '0.0 s'],
    [449, '0.4 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1:00'],
    [67_000, '1:07'],
    [3_599_499, '59:59'],
    [3_599_500, '1:00:00'],
    [3_667_000, '1:01:07'],
    [36_000_000, '10:00:00'],
  ])('of %i ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe('a size', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [4_109_865_159, '4.1 GB'],
    [9_940_000_000, '9.9 GB'],
    [9_960_000_000, '10 GB'],
    [42_400_000_000, '42 GB'],
    [3e15, '3000 TB'],
  ])('of %i bytes is %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});
