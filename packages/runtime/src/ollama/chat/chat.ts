import type {
  GenerateRequest,
  KeepAlive,
  ProviderStreamItem,
} from '../../providers/provider-requests.ts';
import { hasImages } from './chat-messages.ts';
import { toChatBody } from './chat-request.ts';
import { ChatTranslator } from './chat-stream.ts';
import { fixedContext, noteLoadedLength, planContext } from './context-length.ts';
import { noteEngine } from '../facts/engine-state.ts';
import { LeavableGenerator } from '../connection/leavable-generator.ts';
import { explainMissingModel } from '../facts/missing-model.ts';
import { knownToThink, requireCapabilities } from '../facts/model-gate.ts';
import type { GatedCapability } from '../facts/model-gate.ts';
import { NdjsonStream } from '../connection/ndjson-stream.ts';
import type { OllamaConnection } from '../connection/ollama-connection.ts';
import { openAnswer } from '../connection/open-answer.ts';
import { openChat } from './open-chat.ts';
import { chooseToolMode, offeredTools } from './tool-mode.ts';
import { runToolTurn } from './tool-turn.ts';
import type { ChatAttempt } from './open-chat.ts';

/** Silence that must be borne where a model may write the arguments of a call, which are sent when they are whole. */
const TOOLS_IDLE_TIMEOUT_MS = 600_000;

/** The answer to a request, piece by piece. Nothing is sent before the first item is asked for. */
export function streamChat(
  connection: OllamaConnection,
  request: GenerateRequest,
  defaultKeepAlive: KeepAlive,
): AsyncGenerator<ProviderStreamItem, void, void> {
  const ask = (round: GenerateRequest) => streamOnce(connection, round, defaultKeepAlive);
  const hasTools = (request.tools ?? []).length > 0 || request.toolChoice !== undefined;
  // Most answers have no tools: nothing stands between the socket and the caller.
  if (!hasTools) return ask(request);
  return new LeavableGenerator(async function* (signal) {
    const { tools, choice } = offeredTools(request);
    const { tools: _, toolChoice: __, ...rest } = request;
    const plain = { ...rest, signal };
    if (tools.length === 0) return yield* ask(plain);
    const mode = await chooseToolMode(connection, request.model, choice, signal);
    const remainingMs = deadlineClock(connection, request);
    // A second question has what the first has left of the time.
    const askInTime = (round: GenerateRequest) => ask({ ...round, timeoutMs: remainingMs() });
    yield* runToolTurn({ connection, request: plain, tools, choice, mode, ask: askInTime });
  }, request.signal);
}

/** The answer to one request as it stands. */
function streamOnce(
  connection: OllamaConnection,
  request: GenerateRequest,
  defaultKeepAlive: KeepAlive,
): AsyncGenerator<ProviderStreamItem, void, void> {
  const model = request.model.trim();
  const context = { connection, path: '/api/chat', model };
  let attempt: ChatAttempt | undefined;
  const doesThink = knownToThink(connection, model) === 'yes';
  return new NdjsonStream({
    context,
    translator: new ChatTranslator({ doesThink, attempt: () => attempt }),
    signal: request.signal,
    onEnd: (error) => {
      noteEngine(connection.url, error);
      if (error === undefined && attempt?.contextLength !== undefined)
        noteLoadedLength(connection, model, attempt.contextLength);
    },
    open: async (sink, signal) => {
      const { firstByteTimeoutMs } = connection.limits;
      const idleTimeoutMs = idleLimit(connection, request);
      const remainingMs = deadlineClock(connection, request);
      const send = (how: ChatAttempt) => {
        attempt = how;
        const body = toChatBody(request, defaultKeepAlive, how);
        return openAnswer(
          {
            method: 'POST',
            path: '/api/chat',
            body,
            signal,
            firstByteTimeoutMs,
            idleTimeoutMs,
            deadlineMs: remainingMs(),
          },
          context,
          sink,
        );
      };
      // What is wrong with the request itself is said before anybody is asked.
      toChatBody(request, defaultKeepAlive);
      try {
        const needed = neededCapabilities(request);
        const couldAsk = await requireCapabilities(connection, model, needed, signal);
        // A question that failed just now is not asked again.
        const plan = couldAsk
          ? await planContext(connection, request, signal)
          : fixedContext(request);
        return await openChat(request, plan, send, signal);
      } catch (error) {
        throw await explainMissingModel(connection, error, model, signal);
      }
    },
  });
}

/** What is left of the time for the whole answer, in milliseconds; 0 = it has no limit. */
function deadlineClock({ limits }: OllamaConnection, { timeoutMs }: GenerateRequest): () => number {
  const limitMs = timeoutMs ?? limits.totalTimeoutMs;
  const end = performance.now() + limitMs;
  return () => (limitMs > 0 ? Math.max(1, Math.ceil(end - performance.now())) : 0);
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
