import { beforeEach, inject } from 'vitest';
import { describeProviderContract } from './provider-contract.ts';

const real = inject('testDaemon');

beforeEach((context) => {
  if ('unavailableReason' in real) context.skip(real.unavailableReason);
});

describeProviderContract(() => {
  if ('unavailableReason' in real) throw new Error(real.unavailableReason);
  return real;
});
