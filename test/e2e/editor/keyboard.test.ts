import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import type { ScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { axeFindings as findings } from './axe-findings.ts';
import { nodeOnMat, openEditor, outputOf, PATIENCE_MS } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';
import type { EditorServer } from './serve-editor.ts';

let browser: Browser;
let daemon: ScriptedDaemon;
let server: EditorServer;
beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startScriptedDaemon();
  server = await serveEditor(daemon.url);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await daemon.stop();
});

const focusedNode = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id') ?? '',
  );

describe('without a pointer', () => {
  test('two nodes are added, set, wired, run and read', async () => {
    const { page, problems, close } = await openEditor(browser, server.launchUrl);
    const { keyboard } = page;
    await page.locator('.engine-badge[data-state="ready"]').waitFor();
    // F6 leads to the mat, Tab adds there.
    const goToMat = async () => {
      for (let step = 0; step < 8; step += 1) {
        const isThere = await page.evaluate(() => document.activeElement?.closest('.mat') !== null);
        if (isThere) return;
        await keyboard.press('F6');
      }
      throw new Error('F6 does not lead to the mat.');
    };
    await goToMat();
    await keyboard.press('Tab');
    await page.locator('.quick-add').waitFor();
    await keyboard.type('text input');
    await keyboard.press('Enter');
    await expect.poll(() => focusedNode(page)).toBe('text');
    await keyboard.press('Enter');
    await keyboard.type('What is six times seven?');
    await keyboard.press('Escape');
    expect(await nodeOnMat(page, 'text').locator('textarea').inputValue()).toBe(
      'What is six times seven?',
    );
    await keyboard.press('Tab');
    await keyboard.type('generate');
    await keyboard.press('Enter');
    await expect.poll(() => focusedNode(page)).toBe('generate');
    await keyboard.press('ArrowLeft');
    await expect.poll(() => focusedNode(page)).toBe('text');
    await keyboard.press('c');
    await expect
      .poll(() => page.locator('[role=status][aria-live]').innerText())
      .toContain('To generate, Prompt');
    await keyboard.press('Enter');
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
    await keyboard.press('ArrowRight');
    await expect.poll(() => focusedNode(page)).toBe('generate');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await page.locator('.model-picker').waitFor();
    await keyboard.type('tiny-chat');
    await page.locator('.model-row', { hasText: 'tiny-chat' }).waitFor();
    await keyboard.press('Enter');
    await page.locator('.model-picker').waitFor({ state: 'hidden' });
    await keyboard.press('Control+Enter');
    await expect
      .poll(() => outputOf(page, 'generate').innerText(), { timeout: PATIENCE_MS })
      .toContain('42');
    await expect.poll(() => page.locator('[role=status][aria-live]').innerText()).toMatch(/Done/);
    // The output can be reached and read.
    await keyboard.press('Escape');
    let isRead = false;
    for (let step = 0; step < 12 && !isRead; step += 1) {
      await keyboard.press('Enter');
      isRead = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') === 'Output',
      );
      if (!isRead) await keyboard.press('Tab');
      isRead ||= await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') === 'Output',
      );
    }
    expect(isRead).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });
});

describe('axe', () => {
  test.each(['dark', 'light'] as const)('finds nothing serious in %s', async (colorScheme) => {
    const { page, close } = await openEditor(browser, server.launchUrl, { colorScheme });
    await page.locator('.engine-badge[data-state="ready"]').waitFor();
    const all: string[] = [...(await findings(page))];
    await page.getByRole('button', { name: /First answer/ }).click();
    await nodeOnMat(page, 'generate').waitFor();
    await page.locator('.run-bar .button.main').click();
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: PATIENCE_MS })
      .toMatch(/Done|Stopped/);
    for (const name of [
      'Nodes',
      'Outline',
      'Workflows and examples',
      'Models',
      'Runs',
      'Problems',
      'Settings',
    ]) {
      await page.locator('.left-rail').getByRole('button', { name }).click();
      await page.locator(`.side-panel[aria-label]`).waitFor();
      all.push(...(await findings(page)));
    }
    await nodeOnMat(page, 'generate').locator('.model-field').click();
    await page.locator('.model-picker').waitFor();
    all.push(...(await findings(page)));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.locator('.command-palette').waitFor();
    all.push(...(await findings(page)));
    await page.keyboard.press('Escape');
    expect([...new Set(all)]).toEqual([]);
    await close();
  });

  test('would find an image without words', async () => {
    const { page, close } = await openEditor(browser, server.launchUrl);
    await page.evaluate(() => document.body.append(document.createElement('img')));
    expect((await findings(page)).join(' ')).toContain('image-alt');
    await close();
  });
});
