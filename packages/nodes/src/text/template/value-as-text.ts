import { NodetoolError } from '@nodetool-ai/graph';

/**
 * Gives a value as it is put into a text: text as it is, everything else as JSON in one line. Throws
 * NODE_INPUT_INVALID for what cannot be written as JSON; `source` names the place in the message.
 */
export function valueAsText(source: string, value: unknown): string {
  if (typeof value === 'string') return value;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new NodetoolError('NODE_INPUT_INVALID', `${source} cannot be written as JSON.`, {
      cause: error,
    });
  }
  if (text !== undefined) return text;
  throw new NodetoolError('NODE_INPUT_INVALID', `${source} is not JSON and cannot be written.`);
}
