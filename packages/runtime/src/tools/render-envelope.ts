import type { ToolCall } from '../providers/messages.ts';

/** Writes calls of tools as a model without tools has to write them, see `envelopeSchema`. */
export function renderEnvelope(calls: readonly Pick<ToolCall, 'name' | 'args'>[]): string {
  const list = calls.map(({ name, args }) => ({ name, arguments: args }));
  return JSON.stringify({ tool_calls: list });
}
