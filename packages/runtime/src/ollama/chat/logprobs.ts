import { isRecord } from '@nodetool-ai/graph';
import type { TokenLogprob } from '../../providers/provider-requests.ts';

/** Reads the `logprobs` of a line; what is no token with a number is left out, and nothing at all gives undefined. */
export function readLogprobs(value: unknown): readonly TokenLogprob[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const logprobs = value.flatMap((entry: unknown) => {
    const token = readToken(entry);
    if (token === undefined || !isRecord(entry)) return [];
    const top: unknown = entry['top_logprobs'];
    return Array.isArray(top)
      ? [{ ...token, top: top.flatMap((other) => readToken(other) ?? []) }]
      : [token];
  });
  return logprobs.length === 0 ? undefined : logprobs;
}

function readToken(entry: unknown): { token: string; logprob: number } | undefined {
  if (!isRecord(entry)) return undefined;
  const { token, logprob } = entry;
  return typeof token === 'string' && typeof logprob === 'number' ? { token, logprob } : undefined;
}
