import { NodetoolError } from '@nodetool-ai/graph';
import type { GeneratedMessage } from '../providers/provider-requests.ts';
import { listIssues } from './object-prompt.ts';
import type { ObjectRequest } from './object-request.ts';
import type { ObjectReading } from './read-object.ts';

/** An answer that cannot be used, and what is wrong with it. */
export interface Attempt {
  readonly message: GeneratedMessage;
  readonly reading: Extract<ObjectReading, { isUsable: false }>;
}

/** The error for an answer that was cut off where a second question would be cut off too. */
export function cutError(attempt: Attempt, request: ObjectRequest): NodetoolError {
  const text = `The answer of ${request.model} was cut off: it reached the end of the context, or the limit of tokens that the model itself is set to. ${sentence(attempt)}`;
  return objectError(text, attempt, undefined, {
    hint: 'Set maxTokens or a larger context length, or ask for a smaller object.',
  });
}

/** The error for a second answer that cannot be used either. */
export function invalidError(last: Attempt, first: Attempt, request: ObjectRequest): NodetoolError {
  const isCut = last.message.usage.doneReason === 'length';
  const words = isCut ? ' It was cut off at the limit of tokens.' : '';
  const text = `The answer of ${request.model} cannot be used, also when it was asked again. ${sentence(last)}${words}`;
  return objectError(text, last, first, {});
}

function sentence({ reading: { problem, issues } }: Attempt): string {
  const [letter = '', ...letters] = problem;
  const named = listIssues(issues).map((issue) => issue.replace(/^- /, ''));
  return `${letter.toUpperCase()}${letters.join('')}${named.length > 0 ? `: ${named.join('; ')}` : ''}.`;
}

function objectError(
  text: string,
  { message, reading: { problem, issues } }: Attempt,
  first: Attempt | undefined,
  options: { readonly hint?: string },
): NodetoolError {
  return new NodetoolError('OBJECT_INVALID', text, {
    ...options,
    action: { kind: 'retry' },
    details: {
      partialText: message.content,
      firstText: (first?.message ?? message).content,
      ...(message.thinking === undefined ? {} : { partialThinking: message.thinking }),
      issues: issues.length > 0 ? issues : [{ path: '', message: problem }],
      requests: first === undefined ? 1 : 2,
      ...(message.usage.doneReason === undefined ? {} : { doneReason: message.usage.doneReason }),
    },
  });
}
