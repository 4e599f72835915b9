import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { layerLine, startScriptedDaemon } from '../../support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../support/src/scripted-daemon/index.ts';
import { dragFromPalette, nodeOnMat, openEditor } from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';
import type { EditorServer } from './serve-editor.ts';

let browser: Browser;
let daemon: ScriptedDaemon;
let server: EditorServer;
let editor: EditorPage;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  daemon = await startScriptedDaemon();
  server = await serveEditor(daemon.url);
  editor = await openEditor(browser, server.launchUrl);
});
afterEach(async () => {
  await editor.close();
  await server.stop();
  await daemon.stop();
});

async function openPicker() {
  const { page } = editor;
  await page.getByRole('button', { name: 'Nodes', exact: true }).click();
  await dragFromPalette(page, 'Generate', 60, 60);
  await nodeOnMat(page, 'generate').locator('.model-field').click();
  return page.locator('.model-picker');
}

describe('a model that is not installed', () => {
  test('is pulled from the picker, appears in the list and is chosen', async () => {
    await fetch(`${daemon.url}/api/delete`, { method: 'DELETE', body: '{"model":"tiny-loop"}' });
    const picker = await openPicker();
    await picker.getByRole('combobox').fill('tiny-loop');
    await picker.getByRole('button', { name: 'Pull tiny-loop' }).click();
    await picker.getByRole('option', { name: /tiny-loop:latest/ }).click();
    await picker.waitFor({ state: 'hidden' });
    await expect
      .poll(() => nodeOnMat(editor.page, 'generate').locator('.model-field').innerText())
      .toContain('tiny-loop');
    expect(editor.problems).toEqual([]);
  });

  test('shows how far it is, and Stop reaches the daemon', async () => {
    daemon.on('POST /api/pull', [
      { send: layerLine('b'.repeat(64), 4_000_000_000, 1_000_000_000) },
      { stall: true },
    ]);
    const seen = daemon.nextRequest('/api/pull');
    const picker = await openPicker();
    await picker.getByRole('combobox').fill('big:8b');
    await picker.getByRole('button', { name: 'Pull big:8b' }).click();
    const row = picker.locator('.pull-row');
    await expect.poll(() => row.innerText()).toContain('1.0 GB of 4.0 GB');
    expect(Number(await row.locator('progress').getAttribute('value'))).toBeCloseTo(0.25);
    await row.getByRole('button', { name: 'Stop' }).click();
    expect(await (await seen).closed).toBe('aborted');
    await expect.poll(() => row.innerText()).toContain('goes on from here');
  });

  test('that nobody has says so, with a way to try again', async () => {
    const picker = await openPicker();
    await picker.getByRole('combobox').fill('no-such-model');
    await picker.getByRole('button', { name: 'Pull no-such-model' }).click();
    const row = picker.locator('.pull-row');
    await row.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await row.getByRole('alert').innerText()).toContain('no-such-model');
  });
});
