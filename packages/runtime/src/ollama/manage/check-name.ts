import { NodetoolError } from '@nodetool-ai/graph';

/** Longer than any name that a daemon takes: host, namespace, model and tag together. */
const MOST_CHARACTERS = 512;

/**
 * Gives the name of a model without space around it. Throws REQUEST_INVALID for a name that is empty, that holds a space
 * or a control character, or that is longer than 512 characters; `what` names it in the message.
 */
export function checkModelName(name: string, what = 'name'): string {
  const trimmed = typeof name === 'string' ? name.trim() : '';
  if (trimmed === '') throw invalid(`${what}: the name of the model is empty.`);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\u0000-\u001F\u007F-\u009F]/u.test(trimmed))
    throw invalid(`${what}: ${JSON.stringify(trimmed.slice(0, 80))} holds a space.`);
  if (trimmed.length > MOST_CHARACTERS)
    throw invalid(`${what}: the name is longer than ${MOST_CHARACTERS} characters.`);
  return trimmed;
}

function invalid(message: string): NodetoolError {
  return new NodetoolError('REQUEST_INVALID', message, {
    hint: 'Write it as name or name:tag, for example llama3.2 or llama3.2:1b.',
  });
}
