import { answerEmpty } from './answer-empty.ts';
import { ApiRefusal } from './api-refusal.ts';
import { readChatTurns } from './chat-turns.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { readGenerationRequest } from './generation-request.ts';
import { registryName } from './model-name.ts';
import { runAnswer } from './run-answer.ts';

/** `POST /api/chat`. No model of ours calls tools or thinks by itself, and it says so. */
export async function answerChat(call: ApiCall, context: DaemonContext): Promise<void> {
  const types = { messages: '[]api.Message', tools: 'api.Tools' } as const;
  const request = readGenerationRequest(call.body, 'ChatRequest', types);
  const turns = readChatTurns(request.fields['messages']);
  const { model } = request;
  if (model === '') throw new ApiRefusal(400, 'model is required');
  const source = await context.catalogue.model(model, `model '${model}' not found`);
  const { capabilities } = source.information;
  const textFields = (content: string) => ({ message: { role: 'assistant', content } });
  // Without messages an embedding model is loaded too.
  if (turns.length > 0 && !capabilities.includes('completion'))
    throw new ApiRefusal(400, `"${model}" does not support chat`);
  const { tools } = request.fields;
  if (Array.isArray(tools) && tools.length > 0)
    throw new ApiRefusal(400, `${registryName(model)} does not support tools`);
  if (request.thinks) throw new ApiRefusal(400, `"${model}" does not support thinking`);
  if (turns.length === 0) return answerEmpty(call, context, { source, request, textFields });
  return runAnswer(call, context, { source, request, prompt: { kind: 'chat', turns }, textFields });
}
