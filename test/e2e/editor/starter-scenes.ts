import { errorShape } from '@nodetool-ai/graph';
import type {
  EngineReport,
  ErrorShape,
  ModelFacts,
  StarterInstallReport,
  StarterPart,
  StarterReport,
} from '@nodetool-ai/graph';

/** What the starter is made of, with about the figures of the real parts. */
export const STARTER_PARTS: readonly StarterPart[] = [
  part('engine', 'Engine', 'runs the models', 'MIT', [50, 85], 'npm package node-llama-cpp 3.21.1'),
  part('smollm2:135m', 'SmolLM2 135M', 'writes', 'Apache-2.0', [98, 98], 'the hub, else PyPI'),
  part(
    'all-minilm:latest',
    'all-MiniLM-L6-v2',
    'embeds',
    'Apache-2.0',
    [91, 46],
    'the hub, else PyPI',
  ),
];

function part(
  id: string,
  title: string,
  does: string,
  licence: string,
  [downloadMegabytes, diskMegabytes]: readonly [number, number],
  source: string,
): StarterPart {
  const downloadBytes = downloadMegabytes * 1_000_000;
  const diskBytes = diskMegabytes * 1_000_000;
  return { id, title, does, licence, downloadBytes, diskBytes, source, isInstalled: false };
}

/** A starter engine that could be installed; `installed` names the parts that are there. */
export function starterReport(
  installed: readonly string[] = [],
  more: Partial<StarterReport> = {},
): StarterReport {
  return {
    isSupported: true,
    isInstalled: installed.includes('engine') && installed.length > 1,
    parts: STARTER_PARTS.map((one) => ({ ...one, isInstalled: installed.includes(one.id) })),
    freeBytes: 61_000_000_000,
    ...more,
  };
}

/** No Ollama answers at the default address. */
export function withoutOllama(starter: StarterReport): EngineReport {
  return {
    state: 'refused',
    url: 'http://127.0.0.1:11434',
    source: 'default',
    cause: 'Nothing listens at http://127.0.0.1:11434.',
    remedy: 'Start Ollama with `ollama serve`.',
    askedAt: 0,
    starter,
  };
}

/** An installation in some state. */
export function installing(
  state: StarterInstallReport['state'],
  more: Partial<StarterInstallReport> = {},
): StarterInstallReport {
  return { state, startedAt: 1, ...more };
}

/** The installation in its middle. */
export const HALF_WAY = installing('running', {
  part: 'SmolLM2 135M',
  status: 'downloading',
  completedBytes: 92_000_000,
  totalBytes: 239_000_000,
  bytesPerSecond: 8_100_000,
  secondsLeft: 18,
});

/** Why a download failed. */
export const FAILURE: ErrorShape = errorShape.parse({
  code: 'DOWNLOAD_FAILED',
  message: 'SmolLM2 135M could not be downloaded: the hub answered 503, and pip is not installed.',
  hint: 'Check the connection and try again; parts that are whole are kept.',
});

const facts = (id: string, more: Partial<ModelFacts>): ModelFacts => ({
  provider: 'ollama',
  id,
  completion: 'no',
  embedding: 'no',
  vision: 'no',
  tools: 'no',
  thinking: 'no',
  loaded: 'no',
  fitsInMemory: 'yes',
  ...more,
});

/** The models that the starter answers with. */
export const STARTER_MODELS: readonly ModelFacts[] = [
  facts('smollm2:135m', {
    completion: 'yes',
    capabilities: ['completion'],
    sizeBytes: 98_362_432,
    parameterSize: '135M',
    quantization: 'Q4_1',
    contextLength: 8192,
    loaded: 'yes',
  }),
  facts('all-minilm:latest', {
    embedding: 'yes',
    capabilities: ['embedding'],
    sizeBytes: 46_223_536,
    dimensions: 384,
    contextLength: 512,
  }),
];

/** The starter answers. */
export function starterAnswers(starter: StarterReport): EngineReport {
  return {
    state: 'ready',
    kind: 'starter',
    url: 'http://127.0.0.1:41000',
    source: 'starter engine',
    version: '0.24.0-starter',
    askedAt: 0,
    models: STARTER_MODELS,
    memory: { totalBytes: 15_600_000_000, freeBytes: 11_200_000_000 },
    starter,
  };
}

/** An Ollama answers that has no model. */
export function emptyOllama(starter: StarterReport): EngineReport {
  return {
    state: 'ready',
    kind: 'ollama',
    url: 'http://127.0.0.1:11434',
    source: 'default',
    version: '0.34.2',
    askedAt: 0,
    models: [],
    starter,
  };
}
