import { isNodetoolError } from '@nodetool-ai/graph';
import { collectMessage } from '../ollama/chat/collect-message.ts';
import type { Message } from '../providers/messages.ts';
import type {
  GeneratedMessage,
  GenerateRequest,
  ProviderStreamItem,
} from '../providers/provider-requests.ts';
import type { ObjectRequest, ObjectSource } from './object-request.ts';

/** What daemons say of a schema that they cannot turn into a grammar. */
const SCHEMA_REFUSED =
  /invalid JSON schema in format|JSON schema (conversion|error)|invalid format|(parse|load|initialize) grammar/i;

/** Asks a provider for answers in a format, and without it once the daemon has refused the format itself. */
export class ObjectQuestions {
  format: 'sent' | 'dropped' = 'sent';
  readonly #provider: ObjectSource;
  readonly #request: Omit<ObjectRequest, 'schema'>;
  readonly #schema: Readonly<Record<string, unknown>>;
  readonly #start = performance.now();

  constructor(
    provider: ObjectSource,
    request: Omit<ObjectRequest, 'schema'>,
    schema: Readonly<Record<string, unknown>>,
  ) {
    this.#provider = provider;
    this.#request = request;
    this.#schema = schema;
  }

  /** The whole answer to one question. Rejects with what the provider rejects with. */
  async ask(
    question: 1 | 2,
    messages: readonly Message[],
    maxTokens: number | undefined,
  ): Promise<GeneratedMessage> {
    try {
      return await this.#send(question, messages, maxTokens);
    } catch (error) {
      if (this.format === 'dropped' || !refusesSchema(error)) throw error;
      this.format = 'dropped';
      return this.#send(question, messages, maxTokens);
    }
  }

  #send(
    question: 1 | 2,
    messages: readonly Message[],
    maxTokens: number | undefined,
  ): Promise<GeneratedMessage> {
    const { onChunk, timeoutMs, ...rest } = this.#request;
    const request: GenerateRequest = {
      ...rest,
      messages,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(timeoutMs === undefined ? {} : { timeoutMs: this.#remaining(timeoutMs) }),
      ...(this.format === 'sent' ? { format: this.#schema } : {}),
    };
    if (onChunk === undefined) return this.#provider.generateMessage(request);
    return collectMessage(tap(this.#provider.generateMessages(request), question, onChunk));
  }

  /** The time is for all questions together; 0 = there is no limit. */
  #remaining(timeoutMs: number): number {
    if (!(timeoutMs > 0)) return timeoutMs;
    return Math.max(1, Math.ceil(timeoutMs - (performance.now() - this.#start)));
  }
}

async function* tap(
  items: AsyncIterable<ProviderStreamItem>,
  question: 1 | 2,
  onChunk: NonNullable<ObjectRequest['onChunk']>,
): AsyncGenerator<ProviderStreamItem, void, void> {
  for await (const item of items) {
    if (item.type === 'chunk') onChunk(item, question);
    yield item;
  }
}

function refusesSchema(error: unknown): boolean {
  if (!isNodetoolError(error)) return false;
  if (error.code !== 'REQUEST_INVALID' && error.code !== 'OLLAMA_REQUEST_FAILED') return false;
  const { daemonMessage } = error.details;
  return typeof daemonMessage === 'string' && SCHEMA_REFUSED.test(daemonMessage);
}
