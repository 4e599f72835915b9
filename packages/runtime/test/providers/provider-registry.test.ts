import {
  createDefaultRegistry,
  createProviderAccess,
  getProvider,
  isLocalProviderAllowed,
  OLLAMA_DEFAULT_URL,
  OllamaProvider,
  PROVIDER_IDS,
  ProviderRegistry,
  registerBuiltinProvider,
} from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';

const urlOf = async (registry: ProviderRegistry, secret?: string) => {
  const provider = await registry.getProvider('ollama', (name) =>
    name === 'OLLAMA_API_URL' ? secret : undefined,
  );
  return provider instanceof OllamaProvider ? provider.url : undefined;
};

describe('the guard', () => {
  test.each([
    [{}, true],
    [{ NODETOOL_ENV: 'development' }, true],
    [{ NODETOOL_ENV: '' }, true],
    [{ NODETOOL_ENV: 'production' }, false],
    [{ NODETOOL_ENV: ' Production ' }, false],
  ])('%j: local providers exist: %s', async (environment, isThere) => {
    const registry = createDefaultRegistry(environment);
    expect(isLocalProviderAllowed(environment)).toBe(isThere);
    expect(registry.listRegisteredProviderIds()).toEqual(isThere ? ['ollama'] : []);
    expect(registry.getRegisteredProvider('ollama') !== null).toBe(isThere);
    expect(await registry.isProviderConfigured('ollama')).toBe(isThere);
  });

  test('in production the reason is told', async () => {
    const registry = createDefaultRegistry({ NODETOOL_ENV: 'production' });
    await expect(registry.getProvider('ollama')).rejects.toMatchObject({
      code: 'PROVIDER_NOT_AVAILABLE',
      message: expect.stringContaining('NODETOOL_ENV'),
    });
  });
});

describe('the registry', () => {
  test('takes the names and the form that callers know', async () => {
    registerBuiltinProvider(
      PROVIDER_IDS.OLLAMA,
      OllamaProvider,
      {},
      { OLLAMA_API_URL: OLLAMA_DEFAULT_URL },
    );
    expect(await getProvider(PROVIDER_IDS.OLLAMA)).toBeInstanceOf(OllamaProvider);
  });

  test('gives a fresh instance each time, with the settings of that moment', async () => {
    const environment: Record<string, string> = { OLLAMA_API_URL: 'http://one:1' };
    const registry = createDefaultRegistry(environment);
    const first = await urlOf(registry);
    environment['OLLAMA_API_URL'] = 'http://two:2';
    expect([first, await urlOf(registry)]).toEqual(['http://one:1', 'http://two:2']);
  });

  test('takes the address from the secret, then the environment in order, then the default', async () => {
    const all = { OLLAMA_API_URL: 'http://b:1', OLLAMA_BASE_URL: 'http://c:1', OLLAMA_HOST: 'd:1' };
    expect(await urlOf(createDefaultRegistry(all), 'http://a:1')).toBe('http://a:1');
    expect(await urlOf(createDefaultRegistry(all))).toBe('http://b:1');
    expect(await urlOf(createDefaultRegistry({ ...all, OLLAMA_API_URL: '' }))).toBe('http://c:1');
    expect(await urlOf(createDefaultRegistry({ OLLAMA_HOST: 'd:1' }))).toBe('http://d:1');
    expect(await urlOf(createDefaultRegistry({}))).toBe(OLLAMA_DEFAULT_URL);
  });

  test('a flag wins over everything', async () => {
    const registry = createDefaultRegistry({ OLLAMA_API_URL: 'http://b:1' });
    const access = createProviderAccess({
      registry,
      ollamaUrl: 'flag:2',
      getSecret: (name) => (name === 'OLLAMA_API_URL' ? 'http://a:1' : undefined),
    });
    const provider = await access.get('ollama');
    expect(provider instanceof OllamaProvider && provider.url).toBe('http://flag:2');
  });

  test.each([
    [{}, 'http://instead:9'],
    [{ OLLAMA_HOST: 'set:1' }, 'http://set:1'],
    [{ OLLAMA_API_URL: 'set:1' }, 'http://set:1'],
    [{ OLLAMA_HOSTS: 'desk=set:1' }, undefined],
    [{ OLLAMA_HOSTS: ' ' }, 'http://instead:9'],
  ])('falls back only where nobody set an address: %j gives %s', async (environment, url) => {
    const fallback = () =>
      Promise.resolve(new OllamaProvider({ OLLAMA_API_URL: 'http://instead:9' }));
    const access = createProviderAccess({ registry: createDefaultRegistry(environment), fallback });
    const provider = await access.get('ollama');
    expect(provider instanceof OllamaProvider ? provider.url : undefined).toBe(url);
  });

  test('has its default where the fallback has nobody, and never asks it in production', async () => {
    let asked = 0;
    const fallback = () => {
      asked += 1;
      return Promise.resolve(undefined);
    };
    const access = createProviderAccess({ registry: createDefaultRegistry({}), fallback });
    const provider = await access.get('ollama');
    expect(provider instanceof OllamaProvider && provider.url).toBe(OLLAMA_DEFAULT_URL);
    const registry = createDefaultRegistry({ NODETOOL_ENV: 'production' });
    await expect(createProviderAccess({ registry, fallback }).get('ollama')).rejects.toMatchObject({
      code: 'PROVIDER_NOT_AVAILABLE',
    });
    expect(asked).toBe(1);
  });

  test('gives the default models of the settings: secret, then environment', async () => {
    const registry = createDefaultRegistry({
      NODETOOL_DEFAULT_TEXT_MODEL: ' llama3.2 ',
      NODETOOL_DEFAULT_VISION_MODEL: ' ',
    });
    const getSecret = (name: string) =>
      name === 'NODETOOL_DEFAULT_EMBEDDING_MODEL' ? 'all-minilm' : undefined;
    const access = createProviderAccess({ registry, getSecret });
    expect(await access.defaultModel?.('completion')).toBe('llama3.2');
    expect(await access.defaultModel?.('embedding')).toBe('all-minilm');
    expect(await access.defaultModel?.('vision')).toBeUndefined();
  });

  test('names the known ones for an unknown id, replaces one of the same id, and forgets on request', async () => {
    const registry = createDefaultRegistry({});
    await expect(registry.getProvider('nothing')).rejects.toMatchObject({
      hint: expect.stringContaining('ollama'),
    });
    registry.registerProvider('ollama', OllamaProvider, {}, {});
    expect(registry.listRegisteredProviderIds()).toEqual(['ollama']);
    expect([registry.unregisterProvider('ollama'), registry.unregisterProvider('ollama')]).toEqual([
      true,
      false,
    ]);
  });

  test('says whether what a provider cannot do without is set', async () => {
    const registry = new ProviderRegistry({});
    registry.registerProvider('other', OllamaProvider, { OTHER_KEY: '' }, {});
    expect(await registry.isProviderConfigured('other')).toBe(false);
    expect(await registry.isProviderConfigured('other', () => 'value')).toBe(true);
  });
});
