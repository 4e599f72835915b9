import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import type { BaseProvider } from '../providers/base-provider.ts';
import type { ThinkSetting } from '../providers/provider-requests.ts';

type Reasoning = NonNullable<LanguageModelV4CallOptions['reasoning']>;

/** Levels that Ollama knows by another name; `xhigh` and `minimal` as its own OpenAI routes take them. */
const SETTINGS: Readonly<Record<Exclude<Reasoning, 'provider-default'>, ThinkSetting>> = {
  none: false,
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'max',
  max: 'max',
};

/** How much to think; absent when the model decides. */
export interface ChosenThinking {
  readonly think?: ThinkSetting;
  readonly warnings: readonly SharedV4Warning[];
}

/**
 * Gives the setting for the SDK's own `reasoning`. It is meant for all models, so one that is known not to think gets
 * none and a warning, where `think` of the provider options would be refused. May ask for the facts of the model.
 */
export async function thinkingFor(
  provider: BaseProvider,
  model: string,
  { reasoning, abortSignal }: LanguageModelV4CallOptions,
): Promise<ChosenThinking> {
  if (reasoning === undefined || reasoning === 'provider-default') return { warnings: [] };
  const think = SETTINGS[reasoning];
  if (think === false) return { think, warnings: [] };
  const options = abortSignal === undefined ? {} : { signal: abortSignal };
  // When the question fails, the request itself will tell.
  const facts = await provider.getModelFacts(model, options).catch(() => undefined);
  if (facts?.thinking === 'no') {
    const details = `${model} does not think.`;
    return { warnings: [{ type: 'unsupported', feature: 'reasoning', details }] };
  }
  if (think === reasoning) return { think, warnings: [] };
  const details = `Ollama has no ${reasoning}; ${JSON.stringify(think)} was sent.`;
  return { think, warnings: [{ type: 'compatibility', feature: 'reasoning', details }] };
}
