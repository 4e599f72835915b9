import { expect, test } from 'vitest';
import { withoutPaths } from '../../src/cassette/without-paths.ts';

test('of several hosts only the origins are left, in fields and in texts', () => {
  const status = {
    state: 'ready',
    url: 'http://a.example:1/hidden',
    cause: 'http://b.example/hidden/more and http://b.example/hidden do not answer.',
    hosts: [{ url: 'http://b.example/hidden' }, { url: 'http://b.example/hidden/more' }],
  };
  expect(withoutPaths(status)).toEqual({
    state: 'ready',
    url: 'http://a.example:1',
    cause: 'http://b.example and http://b.example do not answer.',
    hosts: [{ url: 'http://b.example' }, { url: 'http://b.example' }],
  });
});

test('an address that is none, and other texts, stay', () => {
  const value = { url: 'not an address', hint: 'See https://ollama.com/settings/keys.' };
  expect(withoutPaths(value, 'http://a.example/hidden')).toEqual(value);
});
