import type { EngineReport } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { columnsOf, raisedColumn } from '../../src/first-run/raised-column.ts';
import { refused, starterWith } from '../starter/small-reports.ts';

const ollama = (more: Partial<EngineReport> = {}): EngineReport => ({
  state: 'ready',
  kind: 'ollama',
  askedAt: 0,
  starter: starterWith(),
  ...more,
});

describe('the raised column is the best that works now', () => {
  test.each<[string, string, EngineReport]>([
    ['starter', 'there is no Ollama', refused({ starter: starterWith() })],
    [
      'install',
      'there is no starter for this system',
      refused({ starter: starterWith({ isSupported: false }) }),
    ],
    [
      'install',
      'the disk is too full for the starter',
      refused({ starter: starterWith({ freeBytes: 1 }) }),
    ],
    ['install', 'the server knows of no starter', refused()],
    [
      'ollama',
      'an address is set and does not answer',
      refused({ source: 'secret OLLAMA_API_URL', starter: starterWith() }),
    ],
    ['model', 'Ollama runs without models', ollama({ models: [] })],
    ['ollama', 'Ollama runs with models that are not listed', ollama()],
    ['starter', 'the starter answers', ollama({ kind: 'starter', models: [] })],
  ])('%s: %s', (column, _when, report) => {
    expect(raisedColumn(report)).toBe(column);
  });
});

describe('the columns', () => {
  test('are three where nothing answers', () => {
    expect(columnsOf(refused({ starter: starterWith() }), false)).toEqual([
      'ollama',
      'starter',
      'install',
    ]);
  });

  test('leave the starter out where there is none at all', () => {
    expect(columnsOf(refused(), false)).toEqual(['ollama', 'install']);
  });

  test('offer a model in place of an engine where Ollama answers', () => {
    expect(columnsOf(ollama({ models: [] }), false)).toEqual(['ollama', 'model']);
  });

  test('begin with the raised one where they stand one below the other', () => {
    expect(columnsOf(refused({ starter: starterWith() }), true)).toEqual([
      'starter',
      'ollama',
      'install',
    ]);
  });
});
