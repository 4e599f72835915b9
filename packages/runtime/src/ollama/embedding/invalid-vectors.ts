import { NodetoolError } from '@nodetool-ai/graph';

/** The error for vectors that do not fit the texts: EMBEDDING_INVALID. */
export function invalidVectors(
  model: string,
  what: string,
  details: Readonly<Record<string, unknown>> = {},
): NodetoolError {
  return new NodetoolError('EMBEDDING_INVALID', `${model} gave ${what}.`, {
    details: { model, ...details },
  });
}
