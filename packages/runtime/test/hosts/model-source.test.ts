import { completeModelName } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { jsonScript } from '../../../../test/support/src/scripted-daemon/index.ts';
import {
  isCloudService,
  modelSource,
  withoutCloudSuffix,
} from '../../src/ollama/facts/model-source.ts';
import { daemonThatPlays, providerOf } from '../scripted.ts';
import { tags } from './pool.ts';

describe('where a model runs', () => {
  test.each([
    ['gpt-oss:120b-cloud', 'cloud', 'gpt-oss:120b'],
    ['gpt-oss:120b:Cloud', 'cloud', 'gpt-oss:120b'],
    ['kimi-k2:cloud', 'cloud', 'kimi-k2'],
    ['team/kimi:1t-CLOUD', 'cloud', 'team/kimi:1t'],
    ['llama3.2:local', 'local', 'llama3.2:local'],
    ['llama3.2:3b:local', 'local', 'llama3.2:3b:local'],
    ['x:cloud:local', undefined, 'x:cloud:local'],
    ['x:local:cloud', undefined, 'x:local:cloud'],
    ['my-cloud', undefined, 'my-cloud'],
    ['my-cloud:7b', undefined, 'my-cloud:7b'],
    ['x:cloudy', undefined, 'x:cloudy'],
    ['cloud:5000/x', undefined, 'cloud:5000/x'],
  ])('by its name: %s', (name, source, bare) => {
    expect(modelSource(name)).toBe(source);
    expect(withoutCloudSuffix(name)).toBe(bare);
  });

  test.each([
    ['https://ollama.com', true],
    ['https://api.ollama.com/x', true],
    ['http://ollama.com.example.org', false],
    ['http://notollama.com', false],
    ['http://127.0.0.1:11434', false],
  ])('by the address: %s', (url, isCloud) => {
    expect(isCloudService(url)).toBe(isCloud);
  });

  test('stands in the facts: by the name, or by what the daemon says', async () => {
    const daemon = await daemonThatPlays();
    daemon.on(
      'GET /api/tags',
      tags(
        { name: 'a:120b-cloud' },
        { name: 'b:latest', remote_host: 'https://ollama.com' },
        { name: 'c:latest' },
      ),
    );
    const facts = await providerOf(daemon).listModelFacts();
    expect(facts.map(({ id, remote }) => [id, remote])).toEqual([
      ['a:120b-cloud', true],
      ['b:latest', true],
      ['c:latest', false],
    ]);
    daemon.on('POST /api/show', jsonScript({ capabilities: ['completion'], model_info: {} }));
    expect(await providerOf(daemon).getModelFacts('c:cloud')).toMatchObject({ remote: true });
  });
});

test('the full name of a model keeps the host at its end', () => {
  expect(
    ['a', 'a@desk', 'a:7b@desk', 'h:5000/t/a@desk', 'a@sha256:1'].map(completeModelName),
  ).toEqual(['a:latest', 'a:latest@desk', 'a:7b@desk', 'h:5000/t/a:latest@desk', 'a@sha256:1']);
});
