import { isNativeError } from 'node:util/types';
import { createContext, Script } from 'node:vm';

const script = new Script('work()');

/**
 * Runs work that does not wait for anything, and ends it when it takes too long: nothing else can stop a loop on this
 * thread. Throws `late()` then, else what the work throws.
 */
export function runWithin<Value>(timeoutMs: number, work: () => Value, late: () => Error): Value {
  let done: { readonly value: Value } | undefined;
  const run = () => {
    done = { value: work() };
  };
  try {
    script.runInContext(createContext({ work: run }), { timeout: timeoutMs });
  } catch (error) {
    // The error is of the script's own world, whose Error is another one.
    const isLate =
      isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    throw isLate ? late() : error;
  }
  if (done === undefined) throw late();
  return done.value;
}
