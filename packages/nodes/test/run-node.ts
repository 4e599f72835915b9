import {
  acceptValue,
  createNodeRegistry,
  isNodetoolError,
  NodetoolError,
  resolvePorts,
} from '@nodetool-ai/graph';
import type { AssetStore, NodeYield } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import type { BaseProvider } from '@nodetool-ai/runtime';
import { MemoryAssetStore } from './memory-asset-store.ts';

const registry = createNodeRegistry(nodePack);

/** What a node is run with besides its data. */
export interface Surroundings {
  readonly provider?: BaseProvider;
  readonly assets?: AssetStore;
  readonly signal?: AbortSignal;
  /** The model of the settings. */
  readonly defaultModel?: string;
}

/** Everything that a node yielded, and the error that it ended with. */
export interface NodeRecord {
  readonly yields: readonly NodeYield[];
  /** By port: values, and the text of deltas joined. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly error?: NodetoolError;
}

/** Runs one node with inputs and settings checked as an engine must check them; errors not of ours are thrown. */
export async function recordNode(
  type: string,
  data: Readonly<Record<string, unknown>>,
  { provider, assets, signal, defaultModel }: Surroundings = {},
): Promise<NodeRecord> {
  const node = registry.get(type);
  if (node === undefined) throw new Error(`${type} is not in the pack.`);
  const { declaration } = node;
  const inputs: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(resolvePorts(declaration, data).inputs)) {
    const value = data[name] ?? input.default;
    if (value === undefined) continue;
    const accepted = acceptValue(input.type, value);
    if (!accepted.ok) throw new Error(`${name}: ${accepted.reason}`);
    inputs[name] = accepted.value;
  }
  const names = Object.keys(declaration.props.shape).filter((name) => name in data);
  const props = declaration.props.parse(
    Object.fromEntries(names.map((name) => [name, data[name]])),
  );
  const providers = {
    get: (id: string) =>
      provider && id === 'scripted'
        ? Promise.resolve(provider)
        : Promise.reject(new NodetoolError('PROVIDER_NOT_AVAILABLE', `There is no ${id}.`)),
    defaultModel: () => Promise.resolve(defaultModel),
  };
  const context = {
    runId: 'run',
    nodeId: 'node',
    assets: assets ?? new MemoryAssetStore(),
    providers,
  };
  const yields: NodeYield[] = [];
  try {
    const running = node.run({
      inputs,
      props,
      context,
      signal: signal ?? new AbortController().signal,
    });
    for await (const item of running) yields.push(item);
  } catch (error) {
    if (!isNodetoolError(error)) throw error;
    return { yields, outputs: outputsOf(yields), error };
  }
  return { yields, outputs: outputsOf(yields) };
}

function outputsOf(yields: readonly NodeYield[]): Readonly<Record<string, unknown>> {
  const outputs: Record<string, unknown> = {};
  const texts: Record<string, string> = {};
  for (const item of yields) {
    if (item.kind === 'output') outputs[item.port] = item.value;
    if (item.kind === 'delta') texts[item.port] = (texts[item.port] ?? '') + item.text;
  }
  return { ...outputs, ...texts };
}
