import { isNodetoolError } from '@nodetool-ai/graph';
import { normalizeOllamaUrl } from '@nodetool-ai/runtime';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

test.each([
  ['nothing', '', 'http://127.0.0.1:11434'],
  ['a full address', 'http://host:1234', 'http://host:1234'],
  ['a bare host', 'host', 'http://host:11434'],
  ['host and port', 'host:1234', 'http://host:1234'],
  ['a port alone', ':8080', 'http://127.0.0.1:8080'],
  ['http without a port', 'http://host', 'http://host'],
  ['https without a port', 'https://host', 'https://host'],
  ['Ollama’s own service', 'ollama.com', 'https://ollama.com'],
  ['an address to listen on', '0.0.0.0', 'http://127.0.0.1:11434'],
  ['the same with scheme', 'http://0.0.0.0:11434', 'http://127.0.0.1:11434'],
  ['the same in IPv6', '[::]:11434', 'http://[::1]:11434'],
  ['bare IPv6', '::1', 'http://[::1]:11434'],
  ['IPv6 with a port', '[fe80::1]:99', 'http://[fe80::1]:99'],
  ['spaces and quotes', ' "host:1" ', 'http://host:1'],
  ['a bad port', 'host:99999', 'http://host:11434'],
  ['a path, kept', 'http://host/ollama/', 'http://host/ollama'],
  ['the route of another protocol', 'http://host:1/v1/', 'http://host:1'],
  ['the route of the daemon', 'http://host:1/ollama/api', 'http://host:1/ollama'],
])('%s', (_name, given, expected) => {
  expect(normalizeOllamaUrl(given)).toBe(expected);
});

test.each(['ftp://host', 'file:///etc/passwd', 'http://', 'http://a b'])(
  '%s is refused',
  (given) => {
    expect(() => normalizeOllamaUrl(given)).toThrow(
      expect.objectContaining({ code: 'SETTING_INVALID' }),
    );
  },
);

test('a password in the address is refused and not repeated', () => {
  expect(() => normalizeOllamaUrl('http://user:marker-4711@host')).toThrow(
    expect.objectContaining({
      code: 'SETTING_INVALID',
      message: expect.not.stringContaining('marker'),
    }),
  );
});

test('whatever is given, the answer is an address that normalises to itself, or a refusal', () => {
  const given = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.tuple(fc.domain(), fc.nat(99_999)).map(([host, port]) => `${host}:${port}`),
  );
  fc.assert(
    fc.property(given, (value) => {
      const first = outcomeOf(value);
      expect(first).toEqual('url' in first ? outcomeOf(first.url) : { code: 'SETTING_INVALID' });
    }),
  );
});

function outcomeOf(value: string): { readonly url: string } | { readonly code: unknown } {
  try {
    return { url: normalizeOllamaUrl(value) };
  } catch (error) {
    return { code: isNodetoolError(error) ? error.code : error };
  }
}
