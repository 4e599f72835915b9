import { NodetoolError } from '@nodetool-ai/graph';
import { OllamaProvider, PROVIDER_IDS } from '@nodetool-ai/runtime';
import type { Invocation } from '../arguments/command.ts';
import type { Terminal } from '../terminal.ts';
import { withContext } from './with-context.ts';

/**
 * Does something with the daemon that a command is about, by its `--ollama-url` and the settings; afterwards nothing that
 * was started for it is left. Rejects with PROVIDER_NOT_AVAILABLE.
 */
export function withProvider<Result>(
  invocation: Invocation,
  terminal: Terminal,
  work: (provider: OllamaProvider) => Promise<Result>,
): Promise<Result> {
  const ollamaUrl = invocation.text('ollama-url');
  return withContext(terminal.environment, { ollamaUrl }, async ({ services }) => {
    const provider = await services.providers.get(PROVIDER_IDS.OLLAMA);
    if (provider instanceof OllamaProvider) return work(provider);
    throw new NodetoolError('PROVIDER_NOT_AVAILABLE', 'The provider has no models to manage.');
  });
}
