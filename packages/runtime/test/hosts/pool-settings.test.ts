import {
  createDefaultRegistry,
  createProviderAccess,
  OLLAMA_DEFAULT_URL,
  OllamaHostPool,
  OllamaProvider,
} from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { readHostKey } from '../../src/hosts/create-ollama-provider.ts';
import { daemonThatPlays, question } from '../scripted.ts';
import { NO_MEMORY } from './pool.ts';

describe('the provider of Ollama', () => {
  test('is that of one daemon where no hosts are set', async () => {
    for (const hosts of [undefined, '', ' \n']) {
      const registry = createDefaultRegistry({ OLLAMA_HOSTS: hosts, OLLAMA_FALLBACK: 'a -> b@c' });
      expect(await registry.getProvider('ollama')).toBeInstanceOf(OllamaProvider);
    }
  });

  test('is a pool where they are, with the chains and overrides of that moment', async () => {
    const [one, two] = [await daemonThatPlays(NO_MEMORY), await daemonThatPlays()];
    const environment: Record<string, string> = { OLLAMA_HOSTS: `one=${one.url}` };
    const registry = createDefaultRegistry(environment);
    const secrets: Record<string, string> = {};
    const get = () => registry.getProvider('ollama', (name) => secrets[name]);
    const first = await get();
    expect(first).toBeInstanceOf(OllamaHostPool);
    expect(first.provider).toBe('ollama');
    const request = question({ contextLength: 'leave' });
    await expect(first.generateMessage(request)).rejects.toMatchObject({
      code: 'MODEL_OUT_OF_MEMORY',
    });
    secrets['OLLAMA_HOSTS'] = JSON.stringify([
      { name: 'one', url: one.url },
      { name: 'two', url: two.url, role: 'cloud' },
    ]);
    environment['OLLAMA_FALLBACK'] = 'tiny-chat -> smollm2:135m@two';
    environment['OLLAMA_MODEL_OVERRIDES'] = '{"tiny-chat": {"tools": "no"}}';
    const second = await get();
    expect((await second.generateMessage(request)).usage).toMatchObject({
      host: 'two',
      model: 'smollm2:135m',
    });
    expect(await second.hasToolSupport('tiny-chat')).toBe(false);
  });

  test('is a pool also for a program that registers the class of one daemon itself', async () => {
    const registry = createDefaultRegistry({ OLLAMA_HOSTS: 'a=127.0.0.1:1' });
    registry.registerBuiltinProvider(
      'ollama',
      OllamaProvider,
      {},
      { OLLAMA_API_URL: OLLAMA_DEFAULT_URL },
    );
    expect(await registry.getProvider('ollama')).toBeInstanceOf(OllamaHostPool);
  });

  test('is the one daemon that a command line names, whatever hosts are set', async () => {
    const registry = createDefaultRegistry({ OLLAMA_HOSTS: 'a=127.0.0.1:1' });
    const secrets: Record<string, string> = { OLLAMA_HOSTS: 'b=127.0.0.1:2' };
    const getSecret = (name: string) => secrets[name];
    const named = createProviderAccess({ registry, getSecret, ollamaUrl: 'flag:2' });
    const provider = await named.get('ollama');
    expect(provider instanceof OllamaProvider && provider.url).toBe('http://flag:2');
    const unnamed = createProviderAccess({ registry, getSecret });
    expect(await unnamed.get('ollama')).toBeInstanceOf(OllamaHostPool);
  });

  test.each([
    [{ OLLAMA_HOSTS: 'a' }, 'OLLAMA_HOSTS'],
    [{ OLLAMA_HOSTS: 'a=b', OLLAMA_FALLBACK: 'x -> y@c' }, 'OLLAMA_FALLBACK'],
    [{ OLLAMA_HOSTS: 'a=b', OLLAMA_MODEL_OVERRIDES: '{"a": 1}' }, 'OLLAMA_MODEL_OVERRIDES'],
  ])('is refused for settings that are wrong: %j', async (environment, setting) => {
    await expect(createDefaultRegistry(environment).getProvider('ollama')).rejects.toMatchObject({
      code: 'SETTING_INVALID',
      details: { setting },
    });
  });
});

describe('the key of a host', () => {
  const settings: Record<string, string> = {
    OLLAMA_API_KEY: 'general',
    OLLAMA_API_KEY_MY_DESK: 'of desk',
  };
  const read = (name: string) => Promise.resolve(settings[name]);
  const keyOf = (name: string, url: string) =>
    readHostKey({ name, url, role: 'remote', priority: 0 }, read);

  test.each([
    ['its own', 'my-desk', 'http://192.168.1.5:11434', 'of desk'],
    ['its own, before the general one', 'my-desk', 'https://ollama.com', 'of desk'],
    ['the general one, for the service that it is made for', 'c', 'https://ollama.com', 'general'],
    ['none, for any other host', 'c', 'https://lab.example', undefined],
    ['none, for the service without encryption', 'c', 'http://ollama.com', undefined],
    ['none, for the service at another port', 'c', 'https://ollama.com:8443', undefined],
    ['none, for a name like the service’s', 'c', 'https://ollama.com.example', undefined],
    ['none, for this machine, even its own', 'my-desk', 'http://127.0.0.1:11434', undefined],
  ])('is %s', async (_name, host, url, key) => {
    expect(await keyOf(host, url)).toBe(key);
  });
});
