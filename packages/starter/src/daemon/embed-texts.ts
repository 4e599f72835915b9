import { PromptTooLong } from '../inference/inference-engine.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { DaemonContext } from './daemon-context.ts';
import type { ModelOptions } from './model-options.ts';
import type { CatalogueModel } from './model-catalogue.ts';

/** Texts to embed. */
export interface EmbedJob {
  readonly source: CatalogueModel;
  readonly texts: readonly string[];
  /** False: a text that does not fit is refused. */
  readonly mayTruncate: boolean;
  /** Numbers of each vector; absent, 0, or more than there are: all. */
  readonly dimensions?: number;
  readonly options: ModelOptions;
  readonly keepAliveMs: number | undefined;
  readonly signal: AbortSignal;
}

/** Vectors and what they cost. */
export interface EmbedResult {
  /** Of length 1, numbers of 32 bits, in the order of the texts. */
  readonly vectors: readonly (readonly number[])[];
  readonly tokens: number;
  readonly totalMs: number;
  readonly loadMs: number;
}

/** Makes vectors. Without texts it only loads the model, or unloads it. Throws ApiRefusal 400 and 501 in Ollama's words. */
export async function embedTexts({ runner }: DaemonContext, job: EmbedJob): Promise<EmbedResult> {
  const { source, texts, signal, keepAliveMs } = job;
  const startedAt = performance.now();
  if (texts.length === 0 && keepAliveMs === 0) {
    await runner.unload(source.record.sha256, signal);
    return { vectors: [], tokens: 0, totalMs: 0, loadMs: 0 };
  }
  if (texts.length > 0 && !source.information.capabilities.includes('embedding'))
    throw new ApiRefusal(
      501,
      'This server does not support embeddings. Start it with `--embeddings`',
    );
  const { sampling: _, ...loading } = job.options;
  return runner.use({ source, ...loading, signal, keepAliveMs }, async ({ model, loadMs }) => {
    const vectors: (readonly number[])[] = [];
    let tokens = 0;
    for (const text of texts) {
      signal.throwIfAborted();
      const made = await model
        .embed(text, { truncate: job.mayTruncate, signal })
        .catch((error: unknown) => {
          throw error instanceof PromptTooLong ? tooLong() : error;
        });
      vectors.push(shorten(made.vector, job.dimensions));
      tokens += made.tokens;
    }
    return { vectors, tokens, totalMs: performance.now() - startedAt, loadMs };
  });
}

function tooLong(): ApiRefusal {
  return new ApiRefusal(400, 'the input length exceeds the context length');
}

function shorten(vector: readonly number[], dimensions = 0): readonly number[] {
  const isShorter = dimensions > 0 && dimensions < vector.length;
  const kept = isShorter ? vector.slice(0, dimensions) : vector;
  const length = Math.hypot(...kept);
  return kept.map((value) => shortest(length === 0 ? 0 : value / length));
}

/** Nine digits tell a number of 32 bits exactly, with half the text of seventeen. */
function shortest(value: number): number {
  return Number(Math.fround(value).toPrecision(9));
}
