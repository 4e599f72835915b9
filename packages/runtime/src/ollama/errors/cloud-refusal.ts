import type { ErrorCode, NodetoolErrorOptions } from '@nodetool-ai/graph';
import type { ErrorWords } from './error-body.ts';

/** What a refusal by Ollama's cloud, or on the way to it, means in plain words. */
export interface CloudRefusal extends NodetoolErrorOptions {
  readonly meaning: string;
}

/** What was asked of whom. */
export interface RefusedRequest {
  readonly status: number | undefined;
  readonly model: string | undefined;
  readonly url: string;
  /** Whether Ollama's own service was asked, and no daemon. */
  readonly isCloud: boolean;
}

const LIMIT = /reached your (session|hourly|daily|weekly|monthly) usage limit/i;

/** Undefined for words that are not the cloud's. */
export function explainCloudRefusal(
  code: ErrorCode,
  { text = '', signinUrl }: ErrorWords,
  { status, model = 'the model', url, isCloud }: RefusedRequest,
): CloudRefusal | undefined {
  if (code === 'OLLAMA_UNAUTHORIZED') {
    if (signinUrl !== undefined)
      return {
        meaning: `The daemon at ${url} is not signed in to Ollama's cloud, which runs ${model}.`,
        hint: `Sign in at ${signinUrl} and run again, or choose a local model.`,
        details: { signinUrl },
      };
    return isCloud
      ? {
          meaning: "Ollama's cloud knows no key, or another one, for this request.",
          hint: 'Make a key at https://ollama.com/settings/keys and store it with `nodetool secrets store OLLAMA_API_KEY`.',
        }
      : undefined;
  }
  if (code === 'OLLAMA_FORBIDDEN' && /requires a subscription/i.test(text)) {
    return {
      meaning: `Your plan of Ollama's cloud does not include ${model}.`,
      hint: 'Upgrade at https://ollama.com/upgrade, or choose another model; to run it again does not help.',
      action: { kind: 'choose-model' },
    };
  }
  if (code === 'OLLAMA_FORBIDDEN' && /cloud is disabled/i.test(text)) {
    return {
      meaning: `The daemon at ${url} is set to use no cloud, and ${model} runs there.`,
      hint: 'Choose a local model, or take OLLAMA_NO_CLOUD (or disable_ollama_cloud in its server.json) away there and restart it.',
      action: { kind: 'choose-model' },
    };
  }
  if (code === 'OLLAMA_RATE_LIMITED') {
    const limit = LIMIT.exec(text)?.[1]?.toLowerCase();
    if (limit === undefined) return undefined;
    return {
      meaning: `Your ${limit} limit of Ollama's cloud is used up.`,
      hint: 'Wait until it is reset (https://ollama.com/settings shows when), upgrade at https://ollama.com/upgrade, or use a local model.',
      details: { limit },
    };
  }
  if (status === 502) {
    return {
      meaning: `What runs ${model} could not be reached from ${url}.`,
      hint: 'Run again in a while. A model of the cloud needs its daemon to reach ollama.com; look at its network.',
      action: { kind: 'retry' },
    };
  }
  return undefined;
}
