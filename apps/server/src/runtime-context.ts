import { FolderAssetStore, InProcessRunLauncher, MemoryAssetStore } from '@nodetool-ai/engine';
import type { RunLauncher } from '@nodetool-ai/engine';
import { createNodeRegistry } from '@nodetool-ai/graph';
import type { AssetStore, ModelFactsLookup, NodePack, NodeRegistry } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import {
  createDefaultRegistry,
  createProviderAccess,
  openSecretStore,
  resolveDataFolder,
} from '@nodetool-ai/runtime';
import type { DataFolder, NodeServices, ProviderRegistry, SecretStore } from '@nodetool-ai/runtime';
import { StarterEngine } from '@nodetool-ai/starter';
import { resolveEngine } from './starter/resolve-engine.ts';

/** Everything that commands and routes are made of. */
export interface RuntimeContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dataFolder: DataFolder;
  readonly packs: readonly NodePack[];
  readonly nodes: NodeRegistry;
  readonly providers: ProviderRegistry;
  readonly secrets: SecretStore;
  readonly services: NodeServices;
  readonly assets: AssetStore;
  readonly launcher: RunLauncher;
  /** The starter engine, whether it is installed or not. It is never started where local providers do not exist. */
  readonly starter: StarterEngine;
  /** Ends what was started for this context: the process of the starter engine. */
  close(): Promise<void>;
}

/** How the parts are put together. */
export interface ContextOptions {
  /** Wins over every other setting of the daemon's address. */
  readonly ollamaUrl?: string | undefined;
  /** Whether runs are recorded and assets kept in the data folder. Default false: everything stays in memory. */
  readonly isRecorded?: boolean;
  /** What is known of models without asking, for checks before a run. */
  readonly facts?: ModelFactsLookup;
  /** Default: the one of the data folder. */
  readonly starter?: StarterEngine;
  /** Where a daemon is looked for when nobody set an address. Default: where Ollama listens on this machine. */
  readonly daemonUrl?: string;
}

/** Builds the parts. Reads and writes nothing yet. */
export function createRuntimeContext(
  environment: Readonly<Record<string, string | undefined>>,
  options: ContextOptions = {},
): RuntimeContext {
  const dataFolder = resolveDataFolder(environment);
  const secrets = openSecretStore(dataFolder);
  const providers = createDefaultRegistry(environment);
  const getSecret = (name: string) => secrets.get(name);
  const starter =
    options.starter ?? new StarterEngine({ folder: dataFolder.starterFolder, environment });
  const services = {
    providers: createProviderAccess({
      registry: providers,
      getSecret,
      ollamaUrl: options.ollamaUrl,
      fallback: (read) => resolveEngine(starter, read, options.daemonUrl),
    }),
  };
  const packs = [nodePack];
  const nodes = createNodeRegistry(...packs);
  const assets = options.isRecorded
    ? new FolderAssetStore(dataFolder.blobsFolder)
    : new MemoryAssetStore();
  const launcher = new InProcessRunLauncher({
    registry: nodes,
    services,
    assets,
    ...(options.isRecorded ? { runsFolder: dataFolder.runsFolder } : {}),
    ...(options.facts === undefined ? {} : { facts: options.facts }),
  });
  return {
    environment,
    dataFolder,
    packs,
    nodes,
    providers,
    secrets,
    services,
    assets,
    launcher,
    starter,
    close: () => starter.close(),
  };
}
