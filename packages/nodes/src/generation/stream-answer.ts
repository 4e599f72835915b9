import { definedFields } from '@nodetool-ai/graph';
import type { NodeUsage, NodeYield, WaitPhase } from '@nodetool-ai/graph';
import type { CallUsage, Message, PromptTruncation } from '@nodetool-ai/runtime';
import type { ChosenModel } from '../models/choose-model.ts';
import { announceModel } from '../models/announce-model.ts';
import type { GenerationSettings } from './generation-settings.ts';
import { toGenerateRequest } from './to-generate-request.ts';

/** One question to a model. */
export interface Question {
  readonly model: ChosenModel;
  readonly messages: readonly Message[];
  readonly settings: GenerationSettings;
  readonly signal: AbortSignal;
}

/**
 * Lets the model answer: deltas on the ports `text` and `thinking`, the wait phases as they are known, a warning when
 * the answer was cut, and the usage at the end. Errors of the provider pass through with their partial text.
 */
export async function* streamAnswer(question: Question): AsyncGenerator<NodeYield, void, void> {
  const { model, settings, signal } = question;
  yield* announceModel(model, signal);
  const request = toGenerateRequest(model.id, question.messages, settings, signal);
  const seen = new Set<WaitPhase>();
  let usage: CallUsage | undefined;
  for await (const item of model.provider.generateMessages(request)) {
    // Tool calls are items without a type; none are offered here, so none are expected.
    if (item.type !== 'chunk') continue;
    usage = item.usage ?? usage;
    if (item.content === '') continue;
    const phase = item.thinking === true ? 'thinking' : 'answering';
    if (!seen.has(phase)) yield { kind: 'wait', phase, model: model.id };
    seen.add(phase);
    yield { kind: 'delta', port: phase === 'thinking' ? 'thinking' : 'text', text: item.content };
  }
  if (usage === undefined) return;
  const { doneReason, truncation, contextShifted } = usage;
  if (truncation !== undefined)
    yield { kind: 'log', level: 'warning', message: describeTruncation(truncation) };
  if (contextShifted === true) yield { kind: 'log', level: 'warning', message: OUTGROWN };
  if (doneReason === 'length') {
    const onlyThought = seen.has('thinking') && !seen.has('answering');
    yield { kind: 'log', level: 'warning', message: describeCut(usage, settings, onlyThought) };
  }
  yield { kind: 'usage', usage: { ...figuresOf(usage), model: usage.model ?? model.id } };
}

/** The daemon gives one reason for both limits; ours was reached when the tokens say so. */
function describeCut(usage: CallUsage, settings: GenerationSettings, onlyThought: boolean): string {
  const { outputTokens } = usage;
  const { maxTokens } = settings;
  const where = outputTokens === undefined ? '' : ` at ${outputTokens} tokens`;
  const when = onlyThought ? ', before the model had thought to the end' : '';
  const isOurLimit =
    maxTokens !== undefined && (outputTokens === undefined || outputTokens >= maxTokens);
  const remedy = isOurLimit
    ? `maxTokens is ${maxTokens}; raise it for a longer answer`
    : 'the context of the model is full; raise contextLength or shorten the prompt';
  return `The answer was cut${where}${when}: ${remedy}.`;
}

const OUTGROWN =
  'Prompt and answer are longer than the context of the model: it forgot the beginning while it wrote. Raise contextLength or shorten the prompt.';

/** Says how much of the prompt the model did not get to see. */
function describeTruncation({ promptTokens, lostTokens }: PromptTruncation): string {
  const lost =
    lostTokens === undefined || promptTokens === undefined
      ? 'A part of the prompt'
      : `${lostTokens} of the ${promptTokens} tokens of the prompt`;
  return `${lost} did not fit into the context and did not reach the model. Shorten the prompt, raise contextLength, or set strictContext to have it refused instead.`;
}

/** What a run records of the figures. */
function figuresOf(usage: CallUsage): NodeUsage {
  const { promptTokens, outputTokens, tokensPerSecond, loadMs, promptMs, outputMs, totalMs } =
    usage;
  return definedFields({
    promptTokens,
    outputTokens,
    tokensPerSecond,
    loadMs,
    promptMs,
    outputMs,
    totalMs,
  });
}
