import { randomUUID } from 'node:crypto';
import { isRecord, NodetoolError } from '@nodetool-ai/graph';
import type { ToolCall } from '../providers/messages.ts';
import type { WireToolCall } from './wire.ts';

/** Gives a call as callers get it: the daemon's id kept (one is made where there is none), arguments as an object. */
export function toToolCall(call: WireToolCall): ToolCall {
  const name = call.function?.name;
  if (typeof name !== 'string' || name === '') {
    throw new NodetoolError('TOOL_CALL_INVALID', 'The model called a tool without naming it.');
  }
  const id = typeof call.id === 'string' && call.id !== '' ? call.id : `call_${randomUUID()}`;
  return { id, name, args: readArguments(call.function?.arguments, name) };
}

/** Some proxies send the arguments as text. */
function readArguments(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null || value === '') return {};
  let parsed = value;
  if (typeof value === 'string') {
    try {
      parsed = JSON.parse(value);
    } catch (error) {
      throw new NodetoolError(
        'TOOL_CALL_INVALID',
        `The arguments of the call of ${name} are not JSON.`,
        { cause: error },
      );
    }
  }
  if (isRecord(parsed)) return parsed;
  throw new NodetoolError(
    'TOOL_CALL_INVALID',
    `The arguments of the call of ${name} are not an object.`,
  );
}
