import { OLLAMA_DEFAULT_URL } from '@nodetool-ai/runtime';
import type { OllamaProvider } from '@nodetool-ai/runtime';
import type { StarterEngine } from '@nodetool-ai/starter';
import { isListening } from './is-listening.ts';
import { StarterProvider } from './starter-provider.ts';
import { UnreachedProvider } from './unreached-provider.ts';

/** Gives a setting as it is now: secret, then environment. */
type ReadSetting = (name: string) => Promise<string | undefined>;

/**
 * Who answers where nobody set an address: a daemon of this machine when one listens (undefined: as ever), else the
 * starter engine when it is installed, else nobody, and the errors say how to get one. Starts the starter engine; rejects
 * with STARTER_START_FAILED and STARTER_CRASHED when it cannot be.
 */
export async function resolveEngine(
  starter: StarterEngine,
  read: ReadSetting,
  daemonUrl: string = OLLAMA_DEFAULT_URL,
): Promise<OllamaProvider | undefined> {
  if (await isListening(daemonUrl)) return undefined;
  const OLLAMA_MODEL_OVERRIDES = await read('OLLAMA_MODEL_OVERRIDES');
  if (await starter.isInstalled()) {
    const OLLAMA_API_URL = await starter.url();
    return new StarterProvider({ OLLAMA_API_URL, OLLAMA_MODEL_OVERRIDES }, starter);
  }
  const { isSupported } = await starter.report();
  if (!isSupported) return undefined;
  return new UnreachedProvider({ OLLAMA_API_URL: daemonUrl, OLLAMA_MODEL_OVERRIDES });
}
