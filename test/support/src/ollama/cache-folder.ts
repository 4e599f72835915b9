import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version of Ollama that the tests run against. */
export const OLLAMA_VERSION = '0.34.2';

/** Where daemon, weights and models for the tests are kept: NODETOOL_TEST_CACHE, else in the user's cache folder. */
export function testCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment['NODETOOL_TEST_CACHE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const base = environment['XDG_CACHE_HOME'];
  return join(
    base !== undefined && base !== '' ? base : join(homedir(), '.cache'),
    'nodetool-test',
  );
}
