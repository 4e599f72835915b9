import { NodetoolError } from '@nodetool-ai/graph';

/** What is said about an error beyond what it says itself. */
export interface ErrorAddition {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly hint?: string;
}

/** Gives the same error with further details or another hint. Its own details win over added ones of the same name. */
export function addToError(error: NodetoolError, addition: ErrorAddition): NodetoolError {
  const added = new NodetoolError(error.code, error.message, {
    hint: addition.hint ?? error.hint,
    ...(error.action === undefined ? {} : { action: error.action }),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
    details: { ...addition.details, ...error.details },
  });
  // The place where it happened says more than the place where details were added.
  if (error.stack !== undefined) added.stack = error.stack;
  return added;
}
