import { definedFields } from '@nodetool-ai/graph';
import type { CallUsage } from '../../providers/provider-requests.ts';

const SUMMED = [
  'promptTokens',
  'outputTokens',
  'loadMs',
  'promptMs',
  'outputMs',
  'totalMs',
] as const;

/** The figures of two requests for one answer: what counts is added up, all else is that of the first. */
export function addUsage(first: CallUsage, second: CallUsage): CallUsage {
  const sums = SUMMED.map((name) => {
    const [one, other] = [first[name], second[name]];
    return [name, one === undefined || other === undefined ? undefined : one + other] as const;
  });
  const { tokensPerSecond: _, ...rest } = first;
  const summed: Partial<Record<(typeof SUMMED)[number], number | undefined>> =
    Object.fromEntries(sums);
  const { outputTokens, outputMs = 0 } = summed;
  return definedFields({
    ...rest,
    ...summed,
    tokensPerSecond:
      outputTokens !== undefined && outputMs > 0 ? (outputTokens * 1000) / outputMs : undefined,
  });
}
