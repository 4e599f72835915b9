import { afterAll, beforeAll } from 'vitest';
import { startScriptedDaemon } from '../support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../support/src/scripted-daemon/index.ts';
import { describeProviderContract } from './provider-contract.ts';

let daemon: ScriptedDaemon;

beforeAll(async () => {
  daemon = await startScriptedDaemon();
});

afterAll(() => daemon.stop());

describeProviderContract(() => daemon);
