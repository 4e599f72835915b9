import { totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, providerOf } from '../scripted.ts';

let digests = 0;

/** An entry of `/api/tags` as daemons from 0.30 write it; a digest of its own, because facts are kept by digest. */
function entry(name: string, fields: object = {}, details: object = {}) {
  digests += 1;
  return {
    name,
    model: name,
    size: 1000,
    digest: String(digests).padStart(64, '0'),
    details: {
      format: 'gguf',
      family: 'llama',
      parameter_size: '513K',
      quantization_level: 'unknown',
      context_length: 8192,
      embedding_length: 320,
      ...details,
    },
    capabilities: ['completion'],
    ...fields,
  };
}

/** An entry as daemons before 0.30 write it, and newer ones of a header that they could not read. */
const bareEntry = (name: string, fields: object = {}) =>
  entry(
    name,
    { capabilities: undefined, ...fields },
    { context_length: undefined, embedding_length: undefined },
  );

const shown = (
  capabilities: readonly string[] | undefined,
  info: object = {},
  fields: object = {},
) => jsonScript({ capabilities, details: { family: 'bert' }, model_info: info, ...fields });

async function daemonWith(...models: readonly object[]) {
  const daemon = await daemonThatPlays();
  daemon.on('GET /api/tags', jsonScript({ models }));
  daemon.on('GET /api/ps', jsonScript({ models: [] }));
  const asked = (path: string) => daemon.requests.filter((request) => request.path === path).length;
  return { daemon, provider: providerOf(daemon), asked };
}

describe('the lists of models', () => {
  test('take one request where the daemon says enough', async () => {
    const { daemon, provider } = await daemonWith(
      entry('a:latest'),
      entry('b:latest', { capabilities: ['embedding'] }, { embedding_length: 48 }),
    );
    expect(await provider.getAvailableLanguageModels()).toEqual([
      { id: 'a:latest', name: 'a:latest', provider: 'ollama' },
    ]);
    expect(await provider.getAvailableEmbeddingModels()).toEqual([
      { id: 'b:latest', name: 'b:latest', provider: 'ollama', dimensions: 48 },
    ]);
    expect(daemon.requests.map((request) => request.path)).toEqual(['/api/tags', '/api/tags']);
  });

  test('do not believe an entry without lengths, but ask about that model alone', async () => {
    const { daemon, provider } = await daemonWith(
      entry('a:latest'),
      bareEntry('st-bert:latest', { capabilities: ['completion'] }),
    );
    const info = {
      'general.architecture': 'bert',
      'bert.embedding_length': 48,
      'bert.context_length': 128,
    };
    daemon.on('POST /api/show', shown(['embedding'], info));
    expect(await provider.getAvailableEmbeddingModels()).toMatchObject([
      { id: 'st-bert:latest', dimensions: 48 },
    ]);
    const asked = daemon.requests.filter((request) => request.path === '/api/show');
    expect(asked.map((request) => request.body)).toEqual([{ model: 'st-bert:latest' }]);
  });

  test('ask an old daemon about its models four at a time, and only once', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `m${index}:latest`);
    const { daemon, provider, asked } = await daemonWith(...names.map((name) => bareEntry(name)));
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    daemon.on('POST /api/show', [{ waitFor: gate }, ...shown(['completion'])]);
    const listed = provider.getAvailableLanguageModels();
    await expect.poll(() => asked('/api/show')).toBe(4);
    goOn();
    expect(await listed).toHaveLength(9);
    await provider.getAvailableLanguageModels();
    expect(asked('/api/show')).toBe(9);
  });

  test('hold a model about which the daemon fails, as far as it is known', async () => {
    const { daemon, provider } = await daemonWith(bareEntry('broken:latest'));
    daemon.on('POST /api/show', jsonScript({ error: 'odd' }, 500));
    expect(await provider.listModelFacts()).toMatchObject([
      { id: 'broken:latest', completion: 'unknown', embedding: 'unknown', tools: 'unknown' },
    ]);
    expect(await provider.getAvailableLanguageModels()).toHaveLength(1);
    expect(await provider.getAvailableEmbeddingModels()).toEqual([]);
  });

  test('do not say that a model lacks tools or thinking, because lists do not look for them', async () => {
    const { provider } = await daemonWith(entry('jinja:latest'));
    expect(await provider.listModelFacts()).toMatchObject([
      {
        capabilitiesSource: 'tags',
        completion: 'yes',
        vision: 'no',
        tools: 'unknown',
        thinking: 'unknown',
      },
    ]);
  });

  test('ask about every model when that is wanted', async () => {
    const { daemon, provider } = await daemonWith(entry('jinja:latest'));
    daemon.on('POST /api/show', shown(['completion', 'tools']));
    expect(await provider.listModelFacts({ complete: true })).toMatchObject([
      { capabilitiesSource: 'show', tools: 'yes', thinking: 'no' },
    ]);
  });

  test.each([null, []])('are empty when the daemon has none (%j)', async (models) => {
    const daemon = await daemonThatPlays();
    daemon.on('GET /api/tags', jsonScript({ models }));
    expect(await providerOf(daemon).listModelFacts()).toEqual([]);
  });

  test('say of something else that it is not Ollama', async () => {
    const daemon = await daemonThatPlays();
    daemon.on('GET /api/tags', jsonScript({ data: [] }));
    await expect(providerOf(daemon).listModelFacts()).rejects.toMatchObject({
      code: 'OLLAMA_NOT_OLLAMA',
    });
    expect(await providerOf(daemon).getAvailableLanguageModels()).toEqual([]);
  });
});

describe('the facts of one model', () => {
  test('come from the authority, the list and the memory', async () => {
    const model = entry('a:latest', { size: 1000 });
    const { daemon, provider } = await daemonWith(model);
    const info = {
      'general.architecture': 'llama',
      'llama.context_length': 8192,
      'llama.embedding_length': 320,
    };
    daemon.on('POST /api/show', shown(['completion', 'tools', 'novelty'], info));
    daemon.on('GET /api/ps', jsonScript({ models: [{ name: 'a:latest', context_length: 4096 }] }));
    expect(await provider.getModelFacts('a')).toEqual({
      provider: 'ollama',
      id: 'a:latest',
      digest: model.digest,
      capabilities: ['completion', 'tools'],
      capabilitiesSource: 'show',
      tools: 'yes',
      thinking: 'no',
      vision: 'no',
      embedding: 'no',
      completion: 'yes',
      contextLength: 8192,
      loadedContextLength: 4096,
      sizeBytes: 1000,
      family: 'bert',
      parameterSize: '513K',
      loaded: 'yes',
      fitsInMemory: 'yes',
      remote: false,
    });
  });

  test('are asked for once for each digest, also by many at a time', async () => {
    const { daemon, provider, asked } = await daemonWith(entry('a:latest'));
    daemon.on('POST /api/show', shown(['completion']));
    await Promise.all([provider.getModelFacts('a'), provider.getModelFacts('a:latest')]);
    await provider.getModelFacts('a');
    expect(asked('/api/show')).toBe(1);
    daemon.on('GET /api/tags', jsonScript({ models: [entry('a:latest')] }));
    daemon.on('POST /api/show', shown(['completion', 'tools']));
    expect(await provider.getModelFacts('a')).toMatchObject({ tools: 'yes' });
    expect(asked('/api/show')).toBe(2);
  });

  test('survive that one of those who ask goes away', async () => {
    const { daemon, provider } = await daemonWith(entry('a:latest'));
    let goOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    daemon.on('POST /api/show', [{ waitFor: gate }, ...shown(['completion'])]);
    const controller = new AbortController();
    const leaves = provider.getModelFacts('a', { signal: controller.signal });
    const stays = provider.getModelFacts('a');
    await daemon.nextRequest('/api/show');
    controller.abort();
    await expect(leaves).rejects.toMatchObject({ code: 'CANCELLED' });
    goOn();
    expect(await stays).toMatchObject({ completion: 'yes' });
  });

  test('are not asked for any more when all have gone away', async () => {
    const { daemon, provider } = await daemonWith(entry('a:latest'));
    daemon.on('POST /api/show', [{ waitFor: new Promise(() => {}) }]);
    const controller = new AbortController();
    const seen = daemon.nextRequest('/api/show');
    const facts = provider.getModelFacts('a', { signal: controller.signal });
    const request = await seen;
    controller.abort();
    await expect(facts).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await request.closed).toBe('aborted');
  });

  test('hold dimensions where the single key of the architecture says them, not those of a projector', async () => {
    const { daemon, provider } = await daemonWith(entry('e:latest'));
    daemon.on(
      'POST /api/show',
      shown(['embedding'], {
        'clip.vision.embedding_length': 32,
        'nomic-bert.embedding_length': 768,
      }),
    );
    expect(await provider.getModelFacts('e')).toMatchObject({
      dimensions: 768,
      dimensionsSource: 'show',
    });
  });

  test('measure the dimensions where nobody says them, once', async () => {
    const { daemon, provider, asked } = await daemonWith(bareEntry('e:latest'));
    daemon.on('POST /api/show', shown(['embedding']));
    daemon.on('POST /api/embed', jsonScript({ embeddings: [[1, 0, 0]] }));
    for (const _ of [1, 2]) {
      expect(await provider.getModelFacts('e')).toMatchObject({
        dimensions: 3,
        dimensionsSource: 'probe',
      });
    }
    expect(asked('/api/embed')).toBe(1);
  });

  test('have no dimensions where they cannot be measured, and none for a language model', async () => {
    const { daemon, provider } = await daemonWith(bareEntry('e:latest'), entry('c:latest'));
    daemon.once('POST /api/show', shown(['embedding']));
    daemon.on('POST /api/embed', jsonScript({ error: 'odd' }, 500));
    expect(await provider.getModelFacts('e')).not.toHaveProperty('dimensions');
    daemon.on('POST /api/show', shown(['completion'], { 'llama.embedding_length': 320 }));
    expect(await provider.getModelFacts('c')).not.toHaveProperty('dimensions');
  });

  test.each([
    [
      'a model that pools',
      'x',
      { 'bert.pooling_type': 1 },
      {},
      { embedding: 'yes', completion: 'no' },
    ],
    ['a model with the name of an embedder', 'nomic-embed-text', {}, {}, { embedding: 'yes' }],
    [
      'a model with a projector',
      'llava',
      {},
      { projector_info: {} },
      { vision: 'yes', completion: 'yes' },
    ],
    ['any other model', 'llama', {}, {}, { completion: 'yes', embedding: 'no', tools: 'unknown' }],
  ])(
    'are guessed, and said to be guessed, for %s of a daemon that says nothing',
    async (_kind, name, info, fields, facts) => {
      const { daemon, provider } = await daemonWith(entry(`${name}:latest`));
      daemon.on('POST /api/show', shown(undefined, info, fields));
      daemon.on('POST /api/embed', jsonScript({ error: 'odd' }, 500));
      expect(await provider.getModelFacts(name)).toMatchObject({
        ...facts,
        capabilitiesSource: 'guessed',
      });
    },
  );

  test('say of a model in the cloud that it is remote, and nothing of this machine', async () => {
    const { daemon, provider } = await daemonWith(
      entry('big:cloud', { remote_host: 'https://ollama.com' }),
    );
    daemon.on('POST /api/show', shown(['completion'], {}, { remote_host: 'https://ollama.com' }));
    const facts = await provider.getModelFacts('big:cloud');
    expect(facts).toMatchObject({ remote: true, loaded: 'unknown', fitsInMemory: 'unknown' });
    expect(facts).not.toHaveProperty('sizeBytes');
  });

  test('can be had of a cloud model that is not in the list', async () => {
    const { daemon, provider } = await daemonWith();
    daemon.on('POST /api/show', shown(['completion'], {}, { remote_model: 'big' }));
    expect(await provider.getModelFacts('big:cloud')).toMatchObject({
      id: 'big:cloud',
      remote: true,
    });
  });

  test('say when a model does not fit into memory', async () => {
    const { daemon, provider } = await daemonWith(entry('huge:latest', { size: totalmem() }));
    daemon.on('POST /api/show', shown(['completion']));
    expect(await provider.getModelFacts('huge')).toMatchObject({ fitsInMemory: 'no' });
  });

  test('do not say whether a model is loaded when the daemon cannot', async () => {
    const { daemon, provider } = await daemonWith(entry('a:latest'));
    daemon.on('POST /api/show', shown(['completion']));
    daemon.on('GET /api/ps', [{ status: 404 }, { send: '404 page not found' }]);
    expect(await provider.getModelFacts('a')).toMatchObject({ loaded: 'unknown' });
    expect(await provider.isModelLoaded('a')).toBe('unknown');
  });

  test('are false and null where a caller wants a plain answer and nobody can say', async () => {
    const daemon = await daemonThatPlays();
    const provider = providerOf(daemon);
    await daemon.kill();
    expect(await provider.hasToolSupport('a')).toBe(false);
    expect(await provider.getContextWindow('a')).toBeNull();
    expect(await provider.isModelLoaded('a')).toBe('unknown');
  });
});
