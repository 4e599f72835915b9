import type { EngineReport, ModelFacts } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { fetchablePart, starterLacks } from '../../src/starter/starter-words.ts';
import { partNamed, refused, starterWith } from './small-reports.ts';

const model = (vision: ModelFacts['vision']): ModelFacts => ({
  provider: 'ollama',
  id: 'm',
  completion: 'yes',
  embedding: 'no',
  vision,
  tools: 'no',
  thinking: 'no',
  loaded: 'no',
  fitsInMemory: 'yes',
});

const answering = (more: Partial<EngineReport> = {}): EngineReport => ({
  state: 'ready',
  kind: 'starter',
  askedAt: 0,
  models: [model('no')],
  ...more,
});

describe('what the starter cannot do', () => {
  test('is to see: said with the way out', () => {
    expect(starterLacks(answering(), 'vision')).toMatch(
      /no model that sees images.*Install Ollama/,
    );
  });

  test('is not said of what it can do, of an Ollama, or of nobody', () => {
    expect(starterLacks(answering(), 'completion')).toBeUndefined();
    expect(starterLacks(answering({ kind: 'ollama' }), 'vision')).toBeUndefined();
    expect(starterLacks(undefined, 'vision')).toBeUndefined();
  });

  test('is not said when a model that sees was added, or may see', () => {
    expect(starterLacks(answering({ models: [model('yes')] }), 'vision')).toBeUndefined();
    expect(starterLacks(answering({ models: [model('unknown')] }), 'vision')).toBeUndefined();
  });
});

describe('what the starter can fetch', () => {
  const report = refused({
    starter: starterWith({ parts: [partNamed('engine'), partNamed('tiny:latest')] }),
  });

  test('are its own models, by their names with or without `latest`', () => {
    expect(fetchablePart(report, 'tiny')?.id).toBe('tiny:latest');
    expect(fetchablePart(report, 'tiny:latest')?.id).toBe('tiny:latest');
  });

  test('is nothing else: no other model, not the engine, nothing that is there', () => {
    expect(fetchablePart(report, 'llava')).toBeUndefined();
    expect(fetchablePart(report, 'engine')).toBeUndefined();
    const there = starterWith({ parts: [partNamed('tiny:latest', { isInstalled: true })] });
    expect(fetchablePart(refused({ starter: there }), 'tiny')).toBeUndefined();
    expect(fetchablePart(refused(), 'tiny')).toBeUndefined();
  });
});
