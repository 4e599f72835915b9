// The starter engine out of the cache of the tests; installed first if need be.
import { join } from 'node:path';
import { StarterEngine } from '../../../packages/starter/dist/index.js';
import { testCacheFolder } from '../../support/dist/index.js';

/** Gives its address and how to end it. Uses the network the first time only. */
export async function provideStarter(onProgress) {
  const engine = new StarterEngine({
    folder: join(testCacheFolder(), 'starter'),
    environment: process.env,
  });
  if (!(await engine.isInstalled())) {
    onProgress('installing the starter engine');
    await engine.install();
  }
  return { url: await engine.url(), close: () => engine.close() };
}
