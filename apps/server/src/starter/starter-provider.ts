import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { ErrorCode } from '@nodetool-ai/graph';
import type { AskOptions, OllamaSecrets, ProviderStatus } from '@nodetool-ai/runtime';
import type { StarterEngine } from '@nodetool-ai/starter';
import { TranslatingProvider } from './translating-provider.ts';

/** What is seen of a process that ended while it was asked. */
const LOST: ReadonlySet<ErrorCode> = new Set([
  'OLLAMA_UNREACHABLE',
  'OLLAMA_CONNECTION_LOST',
  'OLLAMA_STREAM_TRUNCATED',
  'OLLAMA_BAD_STREAM',
]);

/**
 * The starter engine, at the address where its process listens now. Its end in the middle of an answer is
 * STARTER_CRASHED, with what had come of the answer in the details.
 */
export class StarterProvider extends TranslatingProvider {
  readonly #starter: StarterEngine;

  constructor(secrets: OllamaSecrets, starter: StarterEngine) {
    super(secrets);
    this.#starter = starter;
  }

  override async status(options: AskOptions = {}): Promise<ProviderStatus> {
    const status = await super.status(options);
    const crash = status.state === 'ready' ? undefined : await this.#starter.crashAt(this.url);
    return crash === undefined ? status : { ...status, cause: crash.message, remedy: crash.hint };
  }

  protected override async translate(error: unknown): Promise<unknown> {
    if (!isNodetoolError(error)) return error;
    if (error.code === 'MODEL_NOT_FOUND') return notThere(error);
    if (!LOST.has(error.code)) return error;
    const crash = await this.#starter.crashAt(this.url);
    if (crash === undefined) return error;
    return new NodetoolError(crash.code, crash.message, {
      hint: crash.hint,
      action: { kind: 'retry' },
      cause: error,
      details: { ...error.details, ...crash.details },
    });
  }
}

/** It has no registry to pull from. */
function notThere({ message, details, cause }: NodetoolError): NodetoolError {
  return new NodetoolError('MODEL_NOT_FOUND', message, {
    hint: 'The starter engine answers, and it has few models: see `nodetool models list`. `nodetool starter install` fetches its own, `nodetool starter add` any GGUF file; for all others install Ollama.',
    action: { kind: 'choose-model' },
    details,
    cause,
  });
}
