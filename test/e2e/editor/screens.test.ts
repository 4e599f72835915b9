import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onePixelPng } from '../../contract/contract-daemon.ts';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import type { ScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { chatLine, doneLine } from '../../support/src/scripted-daemon/wire-lines.ts';
import { dragWire, nodeOnMat, openEditor, PATIENCE_MS, portOf, pressRun } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';

const documented = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
/** `npm run docs:screenshots` makes those of the documents; else they are made, looked at and thrown away. */
const isKept = process.env['NODETOOL_SCREENSHOTS'] === '1';

let browser: Browser;
let folder = documented;
beforeAll(async () => {
  browser = await launchBrowser();
  if (!isKept) folder = mkdtempSync(join(tmpdir(), 'nodetool-screens-'));
  mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  if (!isKept) rmSync(folder, { recursive: true, force: true });
});

const ANSWER =
  'Change the brine filter after 120 hours of pump time or when the pressure drop passes 0.4 bar, whichever comes first. From June to August the limit is 90 hours, because the whey load is higher.\n\nThe shift lead signs the log sheet; the quality officer counter';

/** Takes the picture and sees that it is one: neither empty nor cut off. */
async function picture(page: Page, name: string): Promise<void> {
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  expect(statSync(file).size).toBeGreaterThan(8_000);
  // Nothing may stick out of the page.
  const sticksOut = await page.evaluate(
    () =>
      document.documentElement.scrollWidth > innerWidth ||
      document.documentElement.scrollHeight > innerHeight,
  );
  expect(sticksOut, `${name} is larger than its page`).toBe(false);
}

async function startHeld(): Promise<{ daemon: ScriptedDaemon; letGo: () => void }> {
  const daemon = await startScriptedDaemon();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  daemon.on('POST /api/chat', [
    { send: chatLine({ thinking: 'The manual says when.' }) },
    { send: chatLine({ content: ANSWER }) },
    { waitFor: held },
    { send: doneLine() },
  ]);
  return { daemon, letGo };
}

describe.each(['dark', 'light'] as const)('in %s', (colorScheme) => {
  const shoot = (page: Page, name: string) => picture(page, `${name}-${colorScheme}`);

  test('without an engine: the first-run panel', async () => {
    const server = await serveEditor('http://127.0.0.1:9');
    const { page, close } = await openEditor(browser, server.launchUrl, { colorScheme });
    await page.locator('.first-run').waitFor();
    expect(await page.locator('.first-run').innerText()).toContain('Not found');
    await shoot(page, 'first-run');
    await close();
    await server.stop();
  });

  test('the mat: empty, with panels, running, refused, failed', async () => {
    const { daemon, letGo } = await startHeld();
    const server = await serveEditor(daemon.url);
    const { page, close } = await openEditor(browser, server.launchUrl, { colorScheme });
    await page.locator('.engine-badge[data-state="ready"]').waitFor();
    await shoot(page, 'empty');

    await page.getByRole('button', { name: /First answer/ }).click();
    await nodeOnMat(page, 'generate').waitFor();
    await pressRun(page, 'begun');
    await nodeOnMat(page, 'generate').locator('.streamed-text').waitFor();
    await expect.poll(() => nodeOnMat(page, 'generate').innerText()).toContain('Answering');
    await shoot(page, 'running');
    letGo();
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: PATIENCE_MS })
      .toContain('Done');
    await shoot(page, 'done');

    await nodeOnMat(page, 'generate').locator('.model-field').click();
    await page.locator('.model-row').first().waitFor();
    await shoot(page, 'picker');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.locator('.command-item').first().waitFor();
    await shoot(page, 'command');
    await page.keyboard.press('Escape');
    for (const [label, name] of [
      ['Nodes', 'nodes'],
      ['Outline', 'outline'],
      ['Workflows and examples', 'workflows'],
      ['Models', 'models'],
      ['Runs', 'runs'],
      ['Problems', 'problems'],
      ['Settings', 'settings'],
    ] as const) {
      await page.locator('.left-rail').getByRole('button', { name: label }).click();
      await page.locator('.side-panel :is(.panel-body, .outline, .panel-note)').first().waitFor();
      await shoot(page, `panel-${name}`);
    }
    await page.getByRole('button', { name: /^Close Settings/ }).click();
    await page.locator('.engine-badge').click();
    await shoot(page, 'engine');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Workflows and examples' }).click();
    await page
      .locator('.side-panel .example-list button', { hasText: 'Describe an image' })
      .click();
    await page.getByRole('button', { name: 'Close Workflows' }).click();
    await nodeOnMat(page, 'vision').waitFor();
    const file = join(server.home, 'picture.png');
    writeFileSync(file, onePixelPng);
    await nodeOnMat(page, 'image').locator('input[type=file]').setInputFiles(file);
    await dragWire(
      page,
      portOf(page, 'image', 'source', 'value'),
      portOf(page, 'vision', 'target', 'system'),
    );
    await page.locator('.refusal').waitFor();
    await shoot(page, 'refused');
    await page.locator('.refusal').getByRole('button', { name: 'Close' }).click();
    await daemon.kill();
    await pressRun(page);
    await page.locator('.node-error').waitFor();
    await page.locator('.engine-badge[data-state="missing"]').waitFor();
    await page.locator('.engine-badge').click();
    await shoot(page, 'error');
    await close();
    await server.stop();
    await daemon.stop();
  });

  test('a phone: empty, running, wires, menu', async () => {
    const { daemon, letGo } = await startHeld();
    const server = await serveEditor(daemon.url);
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    const { page, close } = await openEditor(browser, server.launchUrl, { ...phone, colorScheme });
    await page.locator('.engine-badge[data-state="ready"]').waitFor();
    await shoot(page, 'phone-empty');
    await page.getByRole('button', { name: /First answer/ }).click();
    await page.locator('.outline-line', { hasText: 'Generate' }).click();
    await page.locator('.run-bar .button.main').click();
    await page.locator('.outline .streamed-text').waitFor();
    await shoot(page, 'phone-running');
    letGo();
    await expect
      .poll(() => page.locator('.bottom').innerText(), { timeout: PATIENCE_MS })
      .toContain('Done');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await shoot(page, 'phone-menu');
    await page.keyboard.press('Escape');
    await page.locator('.outline .model-field').click();
    await page.locator('.model-row').first().waitFor();
    await shoot(page, 'phone-picker');
    await close();
    await server.stop();
    await daemon.stop();
  });
});
