import { NodetoolError } from '@nodetool-ai/graph';
import { OllamaHostPool, OllamaProvider } from '@nodetool-ai/runtime';
import type { BaseProvider } from '@nodetool-ai/runtime';

/**
 * The daemon whose models are managed; among several hosts, the first one of this machine that answers. Rejects with
 * PROVIDER_NOT_AVAILABLE when there is none.
 */
export async function findOwnDaemon(provider: BaseProvider): Promise<OllamaProvider> {
  if (provider instanceof OllamaProvider) return provider;
  if (provider instanceof OllamaHostPool) {
    const hosts = await provider.hosts();
    const own = hosts.find(({ role, status }) => role === 'local' && status.state === 'ready');
    const daemon = own === undefined ? undefined : provider.host(own.name);
    if (daemon !== undefined) return daemon;
  }
  throw new NodetoolError('PROVIDER_NOT_AVAILABLE', 'No daemon of this machine can pull models.');
}
