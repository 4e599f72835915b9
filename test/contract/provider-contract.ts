import { describeChat } from './chat-contract.ts';
import { describeConnection } from './connection-contract.ts';
import { describeContext } from './context-contract.ts';
import type { ContractDaemon } from './contract-daemon.ts';
import { describeEmbeddings } from './embedding-contract.ts';
import { describeManagement } from './manage-contract.ts';
import { describeModels } from './model-contract.ts';
import { describeTools } from './tools-contract.ts';

/** The one suite that every daemon must pass: the scripted one and a real one. */
export function describeProviderContract(getDaemon: () => ContractDaemon): void {
  describeModels(getDaemon);
  describeChat(getDaemon);
  describeContext(getDaemon);
  describeTools(getDaemon);
  describeEmbeddings(getDaemon);
  describeConnection(getDaemon);
  describeManagement(getDaemon);
}
