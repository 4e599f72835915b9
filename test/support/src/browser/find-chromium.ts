import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Where packages of Linux distributions and installers of other systems put it. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Says which command to run. */
export const NO_CHROMIUM =
  'There is no Chromium for the tests in a browser. Run: npx playwright@1.65.1 install chromium (or, on Debian: apt-get install chromium)';

/** Playwright's own Chromium, else one that is installed on the system. Throws with the command that installs one. */
export function findChromium(): string {
  const found = [chromium.executablePath(), ...USUAL_PLACES].find((path) => existsSync(path));
  if (found === undefined) throw new Error(NO_CHROMIUM);
  return found;
}
