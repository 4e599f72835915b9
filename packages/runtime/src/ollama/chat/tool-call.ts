import { randomUUID } from 'node:crypto';
import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { ToolCall } from '../../providers/messages.ts';

/**
 * Gives the calls of one line as callers get them: the daemon's ids kept (where there is none, one is made that is
 * unique across answers), arguments always an object. Throws TOOL_CALL_INVALID for a call that cannot be read: it is
 * never taken for one without arguments.
 */
export function toToolCalls(value: unknown): readonly ToolCall[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid('The tool calls of the model are not a list.');
  return value.map(toToolCall);
}

function toToolCall(call: unknown): ToolCall {
  const fields = isRecord(call) ? call : {};
  const called = isRecord(fields['function']) ? fields['function'] : {};
  const { name } = called;
  if (typeof name !== 'string' || name === '')
    throw invalid('The model called a tool without naming it.');
  const { id } = fields;
  return {
    id: typeof id === 'string' && id !== '' ? id : `call_${randomUUID()}`,
    name,
    args: readArguments(called['arguments'], name),
  };
}

function readArguments(value: unknown, name: string): Readonly<Record<string, unknown>> {
  // Tools without parameters are called with nothing at all by some models.
  if (value === undefined || value === null || value === '') return {};
  // Some proxies send the arguments as text.
  const parsed = typeof value === 'string' ? parse(value, name) : value;
  if (isRecord(parsed)) return parsed;
  throw invalid(`The model called ${name} with something else than an object of arguments.`);
}

function parse(text: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw invalid(`The model called ${name} with arguments that are not JSON.`, cause);
  }
}

function invalid(message: string, cause?: unknown): NodetoolError {
  return new NodetoolError('TOOL_CALL_INVALID', message, {
    action: { kind: 'retry' },
    ...(cause === undefined ? {} : { cause }),
  });
}
