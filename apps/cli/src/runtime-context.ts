import { FolderAssetStore, InProcessRunLauncher, MemoryAssetStore } from '@nodetool-ai/engine';
import type { RunLauncher } from '@nodetool-ai/engine';
import { createNodeRegistry } from '@nodetool-ai/graph';
import type { AssetStore, NodeRegistry } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import {
  createDefaultRegistry,
  createProviderAccess,
  openSecretStore,
  resolveDataFolder,
} from '@nodetool-ai/runtime';
import type { NodeServices, ProviderRegistry, SecretStore } from '@nodetool-ai/runtime';
import type { Terminal } from './terminal.ts';

/** Everything that commands are made of. */
export interface RuntimeContext {
  readonly nodes: NodeRegistry;
  readonly providers: ProviderRegistry;
  readonly secrets: SecretStore;
  readonly services: NodeServices;
  readonly assets: AssetStore;
  readonly launcher: RunLauncher;
}

/** How the parts are put together. */
export interface ContextOptions {
  /** Wins over every other setting of the daemon's address. */
  readonly ollamaUrl?: string | undefined;
  /** Whether runs are recorded and assets kept in the data folder. Default false: everything stays in memory. */
  readonly isRecorded?: boolean;
}

/** Builds the parts for one command. Reads and writes nothing yet. */
export function createRuntimeContext(
  terminal: Terminal,
  options: ContextOptions = {},
): RuntimeContext {
  const { environment } = terminal;
  const dataFolder = resolveDataFolder(environment);
  const secrets = openSecretStore(dataFolder);
  const providers = createDefaultRegistry(environment);
  const getSecret = (name: string) => secrets.get(name);
  const services = {
    providers: createProviderAccess({
      registry: providers,
      getSecret,
      ollamaUrl: options.ollamaUrl,
    }),
  };
  const nodes = createNodeRegistry(nodePack);
  const assets = options.isRecorded
    ? new FolderAssetStore(dataFolder.blobsFolder)
    : new MemoryAssetStore();
  const record = options.isRecorded ? { runsFolder: dataFolder.runsFolder } : {};
  const launcher = new InProcessRunLauncher({ registry: nodes, services, assets, ...record });
  return { nodes, providers, secrets, services, assets, launcher };
}
