import type { PullReport } from '@nodetool-ai/graph';
import { expect, test } from 'vitest';
import { isRegistryOutOfReach } from '../../src/models/first-models.ts';

const pull = (state: PullReport['state'], reason: string): PullReport => ({
  model: 'm:latest',
  state,
  startedAt: 1,
  error: { code: 'OLLAMA_REQUEST_FAILED', message: 'No.', hint: 'Try.', details: { reason } },
});

test('only a pull that failed at the way to the registry means that it is out of reach', () => {
  expect(isRegistryOutOfReach(pull('failed', 'registry-unreachable'))).toBe(true);
  expect(isRegistryOutOfReach(pull('failed', 'not-in-registry'))).toBe(false);
  expect(isRegistryOutOfReach(pull('running', 'registry-unreachable'))).toBe(false);
});
