import { NodetoolError } from '@nodetool-ai/graph';
import type { StarterFolder } from '../folder/starter-folder.ts';
import { completeName } from '../library/model-library.ts';
import type { StarterModel } from '../manifest/starter-model.ts';
import { STARTER_MODELS } from '../manifest/starter-models.ts';
import { installModel } from './install-model.ts';
import type { ModelOptions } from './install-model.ts';
import type { PartProgress } from './install-progress.ts';

/** One line of a pull, in Ollama's words. */
export interface PullLine {
  readonly status: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
}

/** How a model is pulled. */
export interface PullOptions extends Omit<ModelOptions, 'onProgress'> {
  /** The models that can be had. Default: those of the manifest. */
  readonly models?: readonly StarterModel[];
}

/**
 * Pulls a model of the manifest by its name, line by line, the last one `success`. Leaving the generator early ends the
 * pull. Throws MODEL_NOT_FOUND for a name that the manifest does not have, and what installModel throws.
 */
export async function* pullStarterModel(
  folder: StarterFolder,
  name: string,
  { models = STARTER_MODELS, ...options }: PullOptions,
): AsyncGenerator<PullLine, void, void> {
  yield { status: 'pulling manifest' };
  const model = models.find((each) => completeName(each.name) === completeName(name));
  if (model === undefined)
    // The daemon's own words, which clients know.
    throw new NodetoolError('MODEL_NOT_FOUND', 'pull model manifest: file does not exist', {
      hint: `The starter engine has ${models.map((each) => each.name).join(' and ')}.`,
    });
  const leaving = new AbortController();
  const signal = AbortSignal.any([options.signal, leaving.signal]);
  let newest: PullLine | undefined;
  let wake = () => {};
  let isDone = false;
  const onProgress = (progress: PartProgress) => {
    newest = lineOf(model, progress) ?? newest;
    wake();
  };
  const outcome = installModel(folder, model, { ...options, signal, onProgress })
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    .finally(() => {
      isDone = true;
      wake();
    });
  try {
    for (;;) {
      const line = newest;
      newest = undefined;
      if (line !== undefined) yield line;
      else if (isDone) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    const failure = await outcome;
    if (failure !== undefined) throw failure.error;
    yield { status: 'verifying sha256 digest' };
    yield { status: 'writing manifest' };
    yield { status: 'success' };
  } finally {
    leaving.abort();
    await outcome;
  }
}

function lineOf(model: StarterModel, progress: PartProgress): PullLine | undefined {
  if (progress.status === 'waiting') return undefined;
  const { sha256 } = model.file;
  return {
    status: `pulling ${sha256.slice(0, 12)}`,
    digest: `sha256:${sha256}`,
    total: progress.totalBytes,
    completed: progress.completedBytes,
  };
}
