import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { AskOptions, ProviderStatus } from '@nodetool-ai/runtime';
import { TranslatingProvider } from './translating-provider.ts';

/** What a person can do where no engine is. */
export const GET_AN_ENGINE =
  'Start Ollama (`ollama serve`, or open the Ollama app), or install small models to try without it: `nodetool starter install`.';

/** The default address at which nobody answers: its errors say how to get an engine. */
export class UnreachedProvider extends TranslatingProvider {
  override async status(options: AskOptions = {}): Promise<ProviderStatus> {
    const status = await super.status(options);
    return status.state === 'refused' ? { ...status, remedy: GET_AN_ENGINE } : status;
  }

  protected override async translate(error: unknown): Promise<unknown> {
    if (!isNodetoolError(error) || error.code !== 'OLLAMA_UNREACHABLE') return error;
    const { message, details, cause } = error;
    return new NodetoolError('OLLAMA_UNREACHABLE', message, {
      hint: GET_AN_ENGINE,
      action: { kind: 'install-starter' },
      details,
      cause,
    });
  }
}
