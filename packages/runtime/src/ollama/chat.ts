import type {
  GenerateRequest,
  KeepAlive,
  ProviderStreamItem,
} from '../providers/provider-requests.ts';
import { retryWhileBusy } from './busy-retry.ts';
import { hasImages } from './chat-messages.ts';
import { toChatBody } from './chat-request.ts';
import { ChatTranslator } from './chat-stream.ts';
import { noteEngine } from './engine-state.ts';
import { explainMissingModel } from './missing-model.ts';
import { knownToThink, requireCapabilities } from './model-gate.ts';
import type { GatedCapability } from './model-gate.ts';
import { NdjsonStream } from './ndjson-stream.ts';
import type { OllamaConnection } from './ollama-connection.ts';
import { openAnswer } from './open-answer.ts';

/** Silence that must be borne where a model may write the arguments of a call, which are sent when they are whole. */
const TOOLS_IDLE_TIMEOUT_MS = 600_000;

/** The answer to a request, piece by piece. Nothing is sent before the first item is asked for. */
export function streamChat(
  connection: OllamaConnection,
  request: GenerateRequest,
  defaultKeepAlive: KeepAlive,
): AsyncGenerator<ProviderStreamItem, void, void> {
  const model = request.model.trim();
  const context = { connection, path: '/api/chat', model };
  return new NdjsonStream({
    context,
    translator: new ChatTranslator({ doesThink: knownToThink(connection, model) === 'yes' }),
    signal: request.signal,
    onEnd: (error) => noteEngine(connection.url, error),
    open: async (sink, signal) => {
      const body = toChatBody(request, defaultKeepAlive);
      const { firstByteTimeoutMs } = connection.limits;
      const idleTimeoutMs = idleLimit(connection, request);
      const call = {
        method: 'POST',
        path: '/api/chat',
        body,
        signal,
        firstByteTimeoutMs,
        idleTimeoutMs,
      } as const;
      try {
        await requireCapabilities(connection, model, neededCapabilities(request), signal);
        return await retryWhileBusy(() => openAnswer(call, context, sink), signal);
      } catch (error) {
        throw await explainMissingModel(connection, error, model, signal);
      }
    },
  });
}

function neededCapabilities({ think, messages }: GenerateRequest): readonly GatedCapability[] {
  const needed: GatedCapability[] = [];
  if (hasImages(messages)) needed.push('vision');
  if (think !== undefined && think !== false) needed.push('thinking');
  return needed;
}

function idleLimit({ limits }: OllamaConnection, { tools }: GenerateRequest): number {
  const { idleTimeoutMs } = limits;
  const mayCall = tools !== undefined && tools.length > 0;
  return mayCall && idleTimeoutMs > 0
    ? Math.max(idleTimeoutMs, TOOLS_IDLE_TIMEOUT_MS)
    : idleTimeoutMs;
}
