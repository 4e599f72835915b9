import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { chatLine } from '../../support/src/scripted-daemon/wire-lines.ts';
import {
  dragFromPalette,
  dragWire,
  nodeOnMat,
  openEditor,
  outputOf,
  pickModel,
  portOf,
  pressRun,
} from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';

const daemon = inject('testDaemon');
const engineUrl = 'unavailableReason' in daemon ? '' : daemon.url;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What a newcomer does first, up to Run. */
async function buildFirstGraph({ page }: EditorPage, model: string): Promise<void> {
  await page.getByRole('button', { name: 'Nodes', exact: true }).click();
  await dragFromPalette(page, 'Text input', 60, 80);
  await dragFromPalette(page, 'Generate', 460, 120);
  await nodeOnMat(page, 'text').locator('textarea').fill('What is the capital of France?');
  await dragWire(
    page,
    portOf(page, 'text', 'source', 'value'),
    portOf(page, 'generate', 'target', 'prompt'),
  );
  await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
  await pickModel(page, 'generate', model);
}

describe('the first graph on a real daemon', () => {
  beforeEach((context) => {
    if ('unavailableReason' in daemon) context.skip(daemon.unavailableReason);
  });

  test('is dragged, wired, given a model and run; the answer comes into the node, with its figures', async () => {
    const server = await serveEditor(engineUrl);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await buildFirstGraph(editor, 'smollm2:135m');
    await pressRun(page);
    // What a small model says at its own temperature is its own business.
    expect(await outputOf(page, 'generate').innerText()).toMatch(/\p{L}{3}/u);
    expect(await nodeOnMat(page, 'generate').locator('.status-line').innerText()).toMatch(
      /Done\s+[\d.]+ s/,
    );
    expect(await nodeOnMat(page, 'generate').locator('.node-footer').innerText()).toMatch(
      /[\d.]+ tok\/s/,
    );
    expect(page.url()).not.toContain('token');
    expect(editor.problems).toEqual([]);
    await editor.close();
    await server.stop();
  });

  test('streams while it runs, and Stop ends it with the text kept', async () => {
    const server = await serveEditor(engineUrl);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await buildFirstGraph(editor, 'tiny-loop');
    await pressRun(page, 'begun');
    await expect
      .poll(() => outputOf(page, 'generate').innerText(), { timeout: 60_000 })
      .toMatch(/loop again/);
    expect(await nodeOnMat(page, 'generate').locator('.status-line').innerText()).toContain(
      'Answering',
    );
    await page.locator('.run-bar .button.stop').click();
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: 60_000 })
      .toContain('Stopped');
    expect(await outputOf(page, 'generate').innerText()).toMatch(/loop again[^]*Cut off here/);
    expect(editor.problems).toEqual([]);
    await editor.close();
    await server.stop();
  });
});

describe('Stop', () => {
  test('closes the socket of the daemon in the middle of an answer', async () => {
    const scripted = await startScriptedDaemon();
    scripted.on('POST /api/chat', [{ send: chatLine({ content: 'Once upon ' }) }, { stall: true }]);
    const server = await serveEditor(scripted.url);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await buildFirstGraph(editor, 'tiny-chat');
    const asked = scripted.nextRequest('/api/chat');
    await pressRun(page, 'begun');
    await expect
      .poll(() => outputOf(page, 'generate').innerText(), { timeout: 60_000 })
      .toContain('Once upon');
    const { closed } = await asked;
    await page.locator('.run-bar .button.stop').click();
    expect(await closed).toBe('aborted');
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: 60_000 })
      .toContain('Stopped');
    await editor.close();
    await server.stop();
    await scripted.stop();
  });
});
