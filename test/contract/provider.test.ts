import { afterAll, beforeAll, describe, inject } from 'vitest';
import { startScriptedDaemon } from '../support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../support/src/scripted-daemon/index.ts';
import { describeChat } from './chat-contract.ts';
import { describeConnection } from './connection-contract.ts';
import type { ContractDaemon } from './contract-daemon.ts';
import { describeEmbeddings } from './embedding-contract.ts';
import { describeModels } from './model-contract.ts';
import { describeTools } from './tools-contract.ts';

/** The one suite: the same file for the scripted daemon and for a real one. */
function describeContract(getDaemon: () => ContractDaemon): void {
  describeModels(getDaemon);
  describeChat(getDaemon);
  describeTools(getDaemon);
  describeEmbeddings(getDaemon);
  describeConnection(getDaemon);
}

describe('the scripted daemon', () => {
  let daemon: ScriptedDaemon;
  beforeAll(async () => {
    daemon = await startScriptedDaemon();
  });
  afterAll(() => daemon.stop());
  describeContract(() => daemon);
});

const real = inject('testDaemon');

describe.skipIf('unavailableReason' in real)('a real daemon', () => {
  describeContract(() => {
    if ('unavailableReason' in real) throw new Error(real.unavailableReason);
    return real;
  });
});
