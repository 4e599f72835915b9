import { definedFields } from '@nodetool-ai/graph';
import type { GenerateRequest, Message, ThinkSetting } from '@nodetool-ai/runtime';
import type { GenerationSettings } from './generation-settings.ts';

/** Gives the request for one answer; settings that are not given do not stand in it. */
export function toGenerateRequest(
  model: string,
  messages: readonly Message[],
  settings: GenerationSettings,
  signal: AbortSignal,
): GenerateRequest {
  return {
    model,
    messages,
    signal,
    strictContext: settings.strictContext,
    ...definedFields({
      maxTokens: settings.maxTokens,
      temperature: settings.temperature,
      topP: settings.topP,
      topK: settings.topK,
      minP: settings.minP,
      seed: settings.seed,
      stop: settings.stop,
      presencePenalty: settings.presencePenalty,
      frequencyPenalty: settings.frequencyPenalty,
      repeatPenalty: settings.repeatPenalty,
      format: settings.format === 'text' ? undefined : settings.format,
      think: toThinkSetting(settings.think),
      keepAlive: settings.keepAlive === '' ? undefined : settings.keepAlive,
      contextLength: settings.contextLength,
    }),
  };
}

function toThinkSetting(think: GenerationSettings['think']): ThinkSetting | undefined {
  if (think === 'default') return undefined;
  if (think === 'on' || think === 'off') return think === 'on';
  return think;
}
