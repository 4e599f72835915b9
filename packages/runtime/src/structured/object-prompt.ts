import type { SchemaIssue } from '../json-schema/describe-issue.ts';
import type { Message } from '../providers/messages.ts';

/** How many mistakes a model is told of, and how much of its own answer it sees again, in characters. */
const MOST_ISSUES = 20;
const LONGEST_ANSWER = 16_000;

/**
 * Gives the messages with the schema in the system message, which is added when there is none: the grammar of a daemon
 * leaves parts of some schemas free, and a model writes better what it was told than what it is forced to.
 */
export function tellSchema(
  messages: readonly Message[],
  schema: Readonly<Record<string, unknown>>,
): readonly Message[] {
  const { $schema: _, ...told } = schema;
  const text = `Answer with nothing but one JSON value that follows this JSON Schema, without a word before or after it:\n${JSON.stringify(told)}`;
  const at = messages.findIndex((message) => message.role === 'system');
  const system = messages[at];
  if (system === undefined) return [{ role: 'system', content: text }, ...messages];
  const { content } = system;
  const isList = typeof content === 'object' && content !== null;
  const joined = isList
    ? [...content, { type: 'text' as const, text }]
    : [content, text].filter(Boolean).join('\n\n');
  return messages.with(at, { ...system, content: joined });
}

/** Gives the messages of the second question: the first ones, the answer of the model, and what is wrong with it. */
export function askAgain(
  messages: readonly Message[],
  answer: string,
  problem: string,
  issues: readonly SchemaIssue[],
): readonly Message[] {
  const content = [
    `Your answer cannot be used: ${problem}.`,
    ...listIssues(issues),
    'Answer again with nothing but the whole JSON value that follows the JSON Schema.',
  ].join('\n');
  const said = answer.slice(0, LONGEST_ANSWER);
  return [
    ...messages,
    ...(said.trim() === '' ? [] : [{ role: 'assistant' as const, content: said }]),
    { role: 'user', content },
  ];
}

/** Gives the first mistakes in words, those of the whole value without a place. */
export function listIssues(issues: readonly SchemaIssue[]): readonly string[] {
  const named = issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => `- ${path === '' ? 'the value' : path}: ${message}`);
  const more = issues.length - named.length;
  return more > 0 ? [...named, `- and ${more} more`] : named;
}
