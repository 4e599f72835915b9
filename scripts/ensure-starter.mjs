// The tests of real inference need the starter engine: fetched once, into the cache folder of the tests.
import { join } from 'node:path';

/** Fetches what is missing of it. When it cannot, the tests themselves say why they are skipped. */
export async function ensureStarter() {
  // Loaded only now: they are built by the time they are needed.
  const { StarterEngine } = await import('../packages/starter/dist/index.js');
  const { testCacheFolder } = await import('../test/support/dist/index.js');
  const engine = new StarterEngine({
    folder: join(testCacheFolder(), 'starter'),
    environment: process.env,
  });
  const { isSupported, parts } = await engine.report();
  if (!isSupported || parts.every(({ isInstalled }) => isInstalled)) return;
  console.error('Fetching the starter engine for the tests (230 MB, once) …');
  try {
    await engine.install();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
}
