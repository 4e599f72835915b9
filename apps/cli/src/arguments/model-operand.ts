import type { Invocation } from './command.ts';
import { usageError } from './usage-error.ts';

/** The name of a model among the operands of a command. Throws USAGE when it is not given. */
export function modelOperand(invocation: Invocation, command: string, place = 0): string {
  const name = invocation.operands[place];
  if (name === undefined) throw usageError('Say the name of the model.', command);
  return name;
}
