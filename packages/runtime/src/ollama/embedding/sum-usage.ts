import { definedFields } from '@nodetool-ai/graph';
import type { EmbeddingUsage } from '../../providers/embedding-requests.ts';

/** The figures of all requests together: only those that were told for each of them. */
export function sumUsage(usages: readonly EmbeddingUsage[]): EmbeddingUsage {
  const told = (name: keyof EmbeddingUsage): readonly number[] | undefined => {
    const figures = usages.map((usage) => usage[name]).filter((figure) => figure !== undefined);
    return figures.length === usages.length && figures.length > 0 ? figures : undefined;
  };
  const sum = (figures: readonly number[] | undefined) =>
    figures?.reduce((total, figure) => total + figure, 0);
  const waits = told('loadMs');
  return definedFields({
    promptTokens: sum(told('promptTokens')),
    totalMs: sum(told('totalMs')),
    // Requests side by side wait for the same loading.
    loadMs: waits === undefined ? undefined : Math.max(...waits),
  });
}
