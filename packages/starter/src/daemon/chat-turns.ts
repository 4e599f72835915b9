import { isRecord } from '@nodetool-ai/graph';
import type { ChatTurn } from '../inference/inference-engine.ts';
import { ApiRefusal } from './api-refusal.ts';
import { refuseImages } from './check-images.ts';
import { wrongField } from './request-fields.ts';

const ROLES: readonly ChatTurn['role'][] = ['system', 'user', 'assistant', 'tool'];

/**
 * Reads `messages`. A role that no template knows counts as the user's; calls of tools are left out, as by a template that
 * does not print them. Throws ApiRefusal 400 for wrong types and for images.
 */
export function readChatTurns(messages: unknown): readonly ChatTurn[] {
  if (!Array.isArray(messages)) return [];
  return messages.map((message: unknown) => {
    if (!isRecord(message)) throw wrongMessage('', message, 'api.Alias');
    const { role = '', content = '', images, tool_calls: calls } = message;
    if (typeof role !== 'string') throw wrongMessage('.role', role, 'string');
    if (typeof content !== 'string' && content !== null)
      throw wrongMessage('.content', content, 'string');
    refuseTextArguments(calls);
    refuseImages(images);
    const known = ROLES.find((name) => name === role.toLowerCase());
    return { role: known ?? 'user', content: content ?? '' };
  });
}

function wrongMessage(step: string, value: unknown, type: string): ApiRefusal {
  return wrongField('ChatRequest', `messages${step}`, value, type);
}

function refuseTextArguments(calls: unknown): void {
  if (!Array.isArray(calls)) return;
  for (const call of calls) {
    const called = isRecord(call) ? call['function'] : undefined;
    if (isRecord(called) && typeof called['arguments'] === 'string')
      throw new ApiRefusal(400, `Value looks like object, but can't find closing '}' symbol`);
  }
}
