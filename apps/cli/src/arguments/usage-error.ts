import { NodetoolError } from '@nodetool-ai/graph';

/** A mistake in how the command was called; `command` is what the help is asked for. */
export function usageError(message: string, command = ''): NodetoolError {
  const help = command === '' ? 'nodetool --help' : `nodetool ${command} --help`;
  return new NodetoolError('USAGE', message, { hint: `See \`${help}\`.` });
}
