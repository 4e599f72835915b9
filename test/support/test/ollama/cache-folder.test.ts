import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testCacheFolder } from '../../src/ollama/cache-folder.ts';

test.each([
  ['the named one', { NODETOOL_TEST_CACHE: '/chosen', XDG_CACHE_HOME: '/cache' }, '/chosen'],
  [
    'in the cache folder of the user',
    { XDG_CACHE_HOME: '/cache' },
    join('/cache', 'nodetool-test'),
  ],
  ['in ~/.cache', { NODETOOL_TEST_CACHE: '' }, join(homedir(), '.cache', 'nodetool-test')],
])('the cache of the tests is %s', (_name, environment, folder) => {
  expect(testCacheFolder(environment)).toBe(folder);
});
