import { isNodetoolError } from '@nodetool-ai/graph';
import { parseFallback, parseHosts } from '@nodetool-ai/runtime';
import { describe, expect, test } from 'vitest';
import { hostKeyName } from '../../src/hosts/host-setting.ts';
import { parseModelAddress, writeModelAddress } from '../../src/hosts/model-address.ts';

function refusalOf(parse: () => unknown) {
  try {
    parse();
  } catch (error) {
    if (isNodetoolError(error)) return error;
  }
  throw new Error('nothing was refused');
}

describe('OLLAMA_HOSTS', () => {
  test('is read as pairs between commas, semicolons and lines, in all forms of an address', () => {
    expect(
      parseHosts(
        'local=:11434, desk = 192.168.1.5 ;\nsix=[::2]:80\ncloud=ollama.com,lab=https://lab.example/ollama/v1',
      ),
    ).toEqual([
      { name: 'local', url: 'http://127.0.0.1:11434', role: 'local', priority: 0 },
      { name: 'desk', url: 'http://192.168.1.5:11434', role: 'remote', priority: 0 },
      { name: 'six', url: 'http://[::2]', role: 'remote', priority: 0 },
      { name: 'cloud', url: 'https://ollama.com', role: 'cloud', priority: 0 },
      { name: 'lab', url: 'https://lab.example/ollama', role: 'remote', priority: 0 },
    ]);
  });

  test('is read as a JSON list, and ordered by priority', () => {
    const list = [
      { name: 'desk', url: 'desk', priority: 2 },
      { name: 'tunnel', url: 'http://localhost:9999', role: 'remote' },
      { name: 'lab', url: 'https://lab.example', role: 'cloud', priority: -1 },
    ];
    expect(parseHosts(JSON.stringify(list)).map(({ name, role }) => [name, role])).toEqual([
      ['lab', 'cloud'],
      ['tunnel', 'remote'],
      ['desk', 'remote'],
    ]);
  });

  test('may be blank: then there are none', () => {
    expect([parseHosts(''), parseHosts(' \n,;')]).toEqual([[], []]);
  });

  test.each([
    ['desk', 'entry 1'],
    ['a=b, c d=e', 'entry 2'],
    ['a=', 'address for a'],
    ['a=ftp://b', 'address of a in OLLAMA_HOSTS'],
    ['my-desk=a, My_Desk=b', 'two hosts'],
    ['[{"name": "a"}]', 'wrong url in entry 1'],
    ['[{"name": "a", "url": "b", "role": "other"}]', 'wrong role in entry 1'],
    ['[{"name": "a", "url": "b", "priority": 1.5}]', 'wrong priority in entry 1'],
    ['[{"name": "a", "url": "b", "key": "c"}]', 'no field "key" (entry 1)'],
    ['["a"]', 'no host in entry 1'],
    ['[{]', 'not JSON'],
    ['[{"name": "a", "url": "https://ollama.com", "role": "remote"}]', 'its role is cloud'],
  ])('is refused when it is wrong: %s', (text, words) => {
    expect(refusalOf(() => parseHosts(text))).toMatchObject({
      code: 'SETTING_INVALID',
      message: expect.stringContaining(words),
    });
  });

  test.each(['a=http://ann:marker@b', 'http://ann:marker=x@b', '[marker', 'a=b,marker'])(
    'repeats nothing of an address that may hold a password: %s',
    (text) => {
      const error = refusalOf(() => parseHosts(text));
      expect(JSON.stringify(error) + String(error) + String(error.cause)).not.toContain('marker');
    },
  );

  test('tells which secret holds the key of a host', () => {
    expect(hostKeyName('my-desk_2')).toBe('OLLAMA_API_KEY_MY_DESK_2');
  });
});

describe('the name of a model', () => {
  test.each([
    ['llama3.2:latest@desk', { model: 'llama3.2:latest', host: 'desk' }],
    [' llama3.2 @ desk', { model: 'llama3.2 @ desk' }],
    ['llama3.2@desk', { model: 'llama3.2', host: 'desk' }],
    ['hf.co/team/model:Q4@my_desk-2', { model: 'hf.co/team/model:Q4', host: 'my_desk-2' }],
    ['llama3.2', { model: 'llama3.2' }],
    ['model@sha256:abc', { model: 'model@sha256:abc' }],
    ['model@', { model: 'model@' }],
    ['@desk', { model: '', host: 'desk' }],
  ])('%j is taken apart', (id, address) => {
    expect(parseModelAddress(id)).toEqual(address);
  });

  test('is written in full', () => {
    expect(writeModelAddress({ model: 'a' })).toBe('a:latest');
    expect(writeModelAddress({ model: 'a:7b', host: 'desk' })).toBe('a:7b@desk');
  });
});

describe('OLLAMA_FALLBACK', () => {
  const hosts = ['local', 'desk', 'cloud'];

  test('is read as lines, and as JSON', () => {
    const lines =
      'qwen3:8b -> qwen3:8b@desk -> gpt-oss:120b@Cloud\n\n llama3.2 → llama3.2:1b; x@desk -> y';
    const json = JSON.stringify({
      'qwen3:8b': ['qwen3:8b@desk', 'gpt-oss:120b@cloud'],
      'llama3.2': ['llama3.2:1b'],
      'x@desk': ['y'],
    });
    const chains = parseFallback(lines, hosts);
    expect([...chains]).toEqual([
      [
        'qwen3:8b',
        [
          { model: 'qwen3:8b', host: 'desk' },
          { model: 'gpt-oss:120b', host: 'cloud' },
        ],
      ],
      ['llama3.2:latest', [{ model: 'llama3.2:1b' }]],
      ['x:latest@desk', [{ model: 'y' }]],
    ]);
    expect(parseFallback(json, hosts)).toEqual(chains);
    expect(parseFallback(' \n', hosts).size).toBe(0);
  });

  test.each([
    ['a', 'no -> in chain 1'],
    ['a -> b\nc', 'no -> in chain 2'],
    ['a ->', 'without a model'],
    ['a -> @desk', 'without a model'],
    ['a -> b@lab', 'host lab that is none of local, desk, cloud'],
    ['a -> b\na:latest -> c', 'two chains for a:latest'],
    ['{"a": "b"}', 'no list of models for "a"'],
    ['{"a": []}', 'no list of models for "a"'],
    ['{', 'not JSON'],
  ])('is refused when it is wrong: %j', (text, words) => {
    expect(refusalOf(() => parseFallback(text, hosts))).toMatchObject({
      code: 'SETTING_INVALID',
      message: expect.stringContaining(words),
    });
  });
});
