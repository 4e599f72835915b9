import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import type { ScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { chatLine } from '../../support/src/scripted-daemon/wire-lines.ts';
import { nodeOnMat, openEditor, outputOf, PATIENCE_MS, pressRun } from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';
import type { EditorServer } from './serve-editor.ts';

let browser: Browser;
let daemon: ScriptedDaemon;
let server: EditorServer;
let editor: EditorPage;
beforeAll(async () => {
  browser = await launchBrowser();
  daemon = await startScriptedDaemon();
});
afterAll(async () => {
  await browser.close();
  await daemon.stop();
});
beforeEach(async () => {
  server = await serveEditor(daemon.url);
  editor = await openEditor(browser, server.launchUrl);
});
afterEach(async () => {
  await editor.close();
  await server.stop();
});

const band = (page: Page) => page.locator('.band').allInnerTexts();

async function comeIn(page: Page, launchUrl: string): Promise<void> {
  await page.getByLabel('Address or token').fill(launchUrl);
  await page.getByRole('button', { name: 'Come in' }).click();
  await expect.poll(() => page.locator('.band').count(), { timeout: PATIENCE_MS }).toBe(0);
}

async function openFirstAnswer(page: Page): Promise<void> {
  await page.getByRole('button', { name: /First answer/ }).click();
  await nodeOnMat(page, 'generate').waitFor();
  await expect.poll(() => page.locator('.tab .dot').count()).toBe(0);
}

describe('while the server is gone', () => {
  test('panels and lists that were never opened can be opened', async () => {
    const { page } = editor;
    await openFirstAnswer(page);
    await page.waitForLoadState('networkidle');
    await server.kill();
    await expect.poll(() => band(page), { timeout: PATIENCE_MS }).not.toEqual([]);
    await page.keyboard.press('Control+k');
    await page.locator('.command-item').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.left-rail').getByRole('button', { name: 'Settings' }).click();
    await page.locator('.side-panel .settings').waitFor();
    server = await server.restart();
  });

  test('what is typed into a workflow whose tab is then closed is there again later', async () => {
    const { page } = editor;
    await server.kill();
    await expect.poll(() => band(page), { timeout: PATIENCE_MS }).not.toEqual([]);
    await page.locator('.mat').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.type('text input');
    await page.keyboard.press('Enter');
    await nodeOnMat(page, 'text').locator('textarea').fill('nobody must lose this');
    await page.getByRole('button', { name: 'Close Untitled' }).click();
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0);
    server = await server.restart();
    await page.goto(server.launchUrl);
    await page.reload();
    await expect
      .poll(() => page.locator('.tab').count(), { timeout: PATIENCE_MS })
      .toBeGreaterThan(1);
    const texts: string[] = [];
    for (const tab of await page.locator('.tab-name').all()) {
      await tab.click();
      texts.push(
        ...(await page
          .locator('.react-flow__node textarea')
          .evaluateAll((fields) => fields.map((field) => Object(field).value))),
      );
    }
    expect(texts).toContain('nobody must lose this');
  });

  test('a run that dies with it is called interrupted, and the next can be started, without a reload', async () => {
    const { page } = editor;
    daemon.once('POST /api/chat', [
      { send: chatLine({ content: 'The first half' }) },
      { stall: true },
    ]);
    await openFirstAnswer(page);
    await pressRun(page, 'begun');
    await expect.poll(() => outputOf(page, 'generate').innerText()).toContain('The first half');
    await server.kill();
    server = await server.restart();
    await expect.poll(() => band(page), { timeout: PATIENCE_MS }).not.toEqual([]);
    await comeIn(page, server.launchUrl);
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: PATIENCE_MS })
      .toContain('Interrupted');
    await page.locator('.run-bar .button.main').click();
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: PATIENCE_MS })
      .toContain('Done');
  });
});

describe('a file', () => {
  test('whose positions are no numbers is shown, and can be closed', async () => {
    const { page, problems } = editor;
    const position = { x: { toString: 1, valueOf: 1 }, y: [[]] };
    const nodes = [
      {
        id: 'a',
        type: 'nodetool.text.Embed',
        data: { text: [{ toString: 1 }] },
        ui_properties: { position },
      },
    ];
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    const buffer = Buffer.from(JSON.stringify({ name: 'Hostile', graph: { nodes, edges: [] } }));
    await (await chooser).setFiles({ name: 'w.json', mimeType: 'application/json', buffer });
    await nodeOnMat(page, 'a').waitFor();
    await page.getByRole('button', { name: 'Close Hostile' }).click();
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe('undo', () => {
  test('in a field of a node shows what the document says; in other fields it leaves the document alone', async () => {
    const { page } = editor;
    await openFirstAnswer(page);
    const field = page.getByLabel('Temperature');
    const before = await field.inputValue();
    await field.fill('1.5');
    await page.keyboard.press('Control+z');
    await expect.poll(() => field.inputValue()).toBe(before);
    await field.fill('1.2');
    await page.locator('.left-rail').getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Another address').fill('typed here');
    await page.keyboard.press('Control+z');
    expect(await field.inputValue()).toBe('1.2');
  });
});

describe('two tabs of the browser', () => {
  test('that were made of each other keep their drafts apart', async () => {
    const { page } = editor;
    const owner = await page.evaluate(() => sessionStorage.getItem('nodetool.tab'));
    const twin = await page.context().newPage();
    // What a browser does when a tab is duplicated.
    await twin.addInitScript((known) => {
      if (sessionStorage.getItem('nodetool.tab') === null)
        sessionStorage.setItem('nodetool.tab', known);
    }, owner ?? '');
    await twin.goto(server.url);
    await twin.locator('.engine-badge:not([data-state="asking"])').waitFor();
    expect(await twin.evaluate(() => sessionStorage.getItem('nodetool.tab'))).not.toBe(owner);
  });
});
