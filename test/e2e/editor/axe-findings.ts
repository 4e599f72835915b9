import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds on the page as it is now: serious and critical findings, each with where it is. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // The page allows no code of others; the test brings it in from outside.
  await page.evaluate(await readFile(axePath, 'utf8'));
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' at ' + target.join(' '))))`,
  );
  return Array.isArray(found) ? found.map(String) : [String(found)];
}
