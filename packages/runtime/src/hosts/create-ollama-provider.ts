import { isLoopback } from '../ollama/connection/loopback.ts';
import { OVERRIDES_SETTING } from '../overrides/parse-model-overrides.ts';
import type { BaseProvider } from '../providers/base-provider.ts';
import { OllamaProvider } from '../providers/ollama-provider.ts';
import { hostKeyName } from './host-setting.ts';
import type { HostSetting } from './host-setting.ts';
import { OllamaHostPool } from './ollama-host-pool.ts';
import { FALLBACK_SETTING, parseFallback } from './parse-fallback.ts';
import { HOSTS_SETTING, parseHosts } from './parse-hosts.ts';

/** Gives a setting as it is now: secret, then environment; undefined when it is not set. */
export type ReadSetting = (name: string) => Promise<string | undefined>;

/**
 * The provider of Ollama that the settings ask for: one daemon, or a pool where OLLAMA_HOSTS names hosts. Rejects with
 * SETTING_INVALID. Uses no network.
 */
export async function createOllamaProvider(
  settings: Readonly<Record<string, string | undefined>>,
  read: ReadSetting,
): Promise<BaseProvider> {
  const hosts = parseHosts((await read(HOSTS_SETTING)) ?? '');
  const modelOverrides = settings[OVERRIDES_SETTING] ?? (await read(OVERRIDES_SETTING));
  if (hosts.length === 0)
    return new OllamaProvider({ ...settings, OLLAMA_MODEL_OVERRIDES: modelOverrides });
  const names = hosts.map((host) => host.name);
  const chains = parseFallback((await read(FALLBACK_SETTING)) ?? '', names);
  const apiKeys = new Map<string, string>();
  for (const host of hosts) {
    const key = await readHostKey(host, read);
    if (key !== undefined) apiKeys.set(host.name, key);
  }
  return new OllamaHostPool({ hosts, apiKeys, chains, modelOverrides });
}

/**
 * The key of a host: its own (`OLLAMA_API_KEY_<NAME>`). OLLAMA_API_KEY counts for https://ollama.com alone: other hosts
 * are not who it was made for. None for this machine.
 */
export async function readHostKey(
  { name, url }: HostSetting,
  read: ReadSetting,
): Promise<string | undefined> {
  if (isLoopback(url)) return undefined;
  const own = await read(hostKeyName(name));
  if (own !== undefined) return own;
  return new URL(url).origin === 'https://ollama.com' ? read('OLLAMA_API_KEY') : undefined;
}
