import { definedFields } from '@nodetool-ai/graph';
import type {
  InferenceEnd,
  InferencePiece,
  InferencePrompt,
  InferenceRequest,
  LoadedModel,
} from '../inference/inference-engine.ts';
import { PromptTooLong } from '../inference/inference-engine.ts';
import { answerMetrics } from './answer-metrics.ts';
import { ApiRefusal } from './api-refusal.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import type { GenerationRequest } from './generation-request.ts';
import type { CatalogueModel } from './model-catalogue.ts';
import type { ReadyModel } from './model-runner.ts';
import { NdjsonWriter } from './ndjson-writer.ts';
import { RepetitionGuard } from './repetition-guard.ts';
import { sendJson } from './reply.ts';
import { wireLogprobs } from './wire-logprobs.ts';

/** An answer to make. */
export interface AnswerJob {
  readonly source: CatalogueModel;
  readonly request: GenerationRequest;
  readonly prompt: InferencePrompt;
  /** The field of a line that holds the text: `message` or `response`. */
  readonly textFields: (text: string) => Readonly<Record<string, unknown>>;
}

/** Makes an answer and writes it, as lines or as one object. Errors before the first line are thrown with nothing sent. */
export async function runAnswer(
  call: ApiCall,
  { runner }: DaemonContext,
  job: AnswerJob,
): Promise<void> {
  const { source, request } = job;
  const { keepAliveMs, isStream } = request;
  const { sampling, ...loading } = request.options();
  const format = request.format();
  const { signal, reply } = call;
  const startedAt = performance.now();
  const writer = new NdjsonWriter(call);
  const line = (text: string, rest: Readonly<Record<string, unknown>>) => ({
    model: request.model,
    created_at: new Date().toISOString(),
    ...job.textFields(text),
    ...rest,
  });
  const use = { source, ...loading, signal, keepAliveMs };
  await runner.use(use, async ({ model, loadMs }: ReadyModel) => {
    const stop = new AbortController();
    const inference: InferenceRequest = definedFields({
      ...contextRule(job),
      prompt: job.prompt,
      // A small model often finds no end. Ollama stops it after ten contexts, which takes ten minutes here.
      options: { num_predict: model.contextLength, ...sampling },
      format,
      topLogprobs: request.topLogprobs,
      signal: AbortSignal.any([signal, stop.signal]),
    });
    const whole: InferencePiece[] = [];
    const guard = new RepetitionGuard();
    const take = async (piece: InferencePiece) => {
      guard.take(piece.text);
      if (isStream) await writer.write(line(piece.text, { done: false, ...logprobsOf([piece]) }));
      else whole.push(piece);
    };
    const end = await readAnswer(model, inference, take, stop).catch((error: unknown) => {
      throw error instanceof PromptTooLong && !request.mayShift && request.mayTruncate
        ? new ApiRefusal(400, TOO_LONG_TO_SHIFT)
        : error;
    });
    const last = line(whole.map(({ text }) => text).join(''), {
      done: true,
      done_reason: end.reason,
      ...logprobsOf(whole),
      ...answerMetrics(end, { totalMs: performance.now() - startedAt, loadMs }),
    });
    if (isStream) await writer.write(last);
    else sendJson(reply, last);
  });
  if (isStream) writer.end();
}

const TOO_LONG_TO_SHIFT =
  'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length';

/** Without a shift Ollama drops old turns still, but never cuts the last. */
function contextRule({ request, prompt }: AnswerJob) {
  const { mayShift, mayTruncate } = request;
  const turns = prompt.kind === 'raw' ? 1 : prompt.turns.filter(isNotSystem).length;
  return { truncate: mayTruncate && (mayShift || turns > 1), shift: mayShift };
}

function isNotSystem({ role }: { readonly role: string }): boolean {
  return role !== 'system';
}

/** Takes every piece. When the taker fails the engine is stopped, and has stopped when this rejects. */
async function readAnswer(
  model: LoadedModel,
  request: InferenceRequest,
  take: (piece: InferencePiece) => Promise<void>,
  stop: AbortController,
): Promise<InferenceEnd> {
  const answer = model.answer(request);
  try {
    for (;;) {
      const step = await answer.next();
      if (step.done === true) return step.value;
      await take(step.value);
    }
  } finally {
    stop.abort();
    await answer.next().catch(() => {});
  }
}

function logprobsOf(pieces: readonly InferencePiece[]) {
  const logprobs = pieces.flatMap((piece) => piece.logprobs ?? []);
  return logprobs.length === 0 ? {} : { logprobs: wireLogprobs(logprobs) };
}
