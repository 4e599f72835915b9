import { NodetoolError } from '@nodetool-ai/graph';
import { OllamaProvider, PROVIDER_IDS } from '@nodetool-ai/runtime';
import { createRuntimeContext } from '@nodetool-ai/server/runtime-context';
import type { Invocation } from '../arguments/command.ts';
import type { Terminal } from '../terminal.ts';

/** The daemon that a command is about, by its `--ollama-url` and the settings. Throws PROVIDER_NOT_AVAILABLE. */
export async function openProvider(
  invocation: Invocation,
  terminal: Terminal,
): Promise<OllamaProvider> {
  const { services } = createRuntimeContext(terminal.environment, {
    ollamaUrl: invocation.text('ollama-url'),
  });
  const provider = await services.providers.get(PROVIDER_IDS.OLLAMA);
  if (provider instanceof OllamaProvider) return provider;
  throw new NodetoolError('PROVIDER_NOT_AVAILABLE', 'The provider has no models to manage.');
}
