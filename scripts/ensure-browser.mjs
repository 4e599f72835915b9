// The tests in a browser need a Chromium. Where none is, Playwright's own is fetched once.
import { runCommand } from './run-command.mjs';

async function hasBrowser() {
  // Loaded only now: it is built by the time it is needed.
  const { findChromium } = await import('../test/support/dist/browser/find-chromium.js');
  try {
    findChromium();
    return true;
  } catch {
    return false;
  }
}

/** Fetches a Chromium when there is none. When it cannot, the tests themselves say what to do. */
export async function ensureBrowser() {
  if (await hasBrowser()) return;
  console.error('Fetching a Chromium for the tests in a browser (once) …');
  await runCommand('npx', ['-y', 'playwright@1.65.1', 'install', 'chromium']);
}
