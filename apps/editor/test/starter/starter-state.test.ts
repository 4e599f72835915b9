import type { EngineReport, StarterInstallReport } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { isAddressSet, isOllamaThere, starterState } from '../../src/starter/starter-state.ts';
import { refused, starterWith } from './small-reports.ts';

const install = (state: StarterInstallReport['state']) => ({ install: { state, startedAt: 1 } });

describe('how the starter stands', () => {
  test.each<[string, EngineReport]>([
    ['missing', refused()],
    ['installable', refused({ starter: starterWith() })],
    ['no-room', refused({ starter: starterWith({ freeBytes: 1 }) })],
    ['unsupported', refused({ starter: starterWith({ isSupported: false, parts: [] }) })],
    ['running', refused({ starter: starterWith(install('running')) })],
    ['failed', refused({ starter: starterWith(install('failed')) })],
    ['cancelled', refused({ starter: starterWith(install('cancelled')) })],
    ['installable', refused({ starter: starterWith(install('done')) })],
    ['installed', refused({ starter: starterWith({ isInstalled: true }) })],
    ['set-aside', refused({ source: 'environment OLLAMA_HOST', starter: starterWith() })],
    ['ready', { state: 'ready', kind: 'starter', askedAt: 0, starter: starterWith() }],
  ])('is %s', (state, report) => {
    expect(starterState(report)).toBe(state);
  });

  test('what runs now counts more than that it answers, and a last failure less', () => {
    const ready = { state: 'ready', kind: 'starter', askedAt: 0 } as const;
    expect(starterState({ ...ready, starter: starterWith(install('running')) })).toBe('running');
    expect(starterState({ ...ready, starter: starterWith(install('failed')) })).toBe('ready');
  });

  test('a cancelled installation of the rest leaves what is there installed', () => {
    const starter = starterWith({ isInstalled: true, ...install('cancelled') });
    expect(starterState(refused({ starter }))).toBe('installed');
  });
});

test('an address is set when somebody named it', () => {
  expect(isAddressSet(refused())).toBe(false);
  expect(isAddressSet({ state: 'refused', askedAt: 0 })).toBe(false);
  expect(isAddressSet(refused({ source: 'starter engine' }))).toBe(false);
  expect(isAddressSet(refused({ source: 'secret OLLAMA_API_URL' }))).toBe(true);
});

test('Ollama is there when it answers itself', () => {
  expect(isOllamaThere({ state: 'ready', kind: 'ollama', askedAt: 0 })).toBe(true);
  expect(isOllamaThere({ state: 'ready', askedAt: 0 })).toBe(true);
  expect(isOllamaThere({ state: 'ready', kind: 'starter', askedAt: 0 })).toBe(false);
  expect(isOllamaThere(refused())).toBe(false);
});
