import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRunEvents } from '@nodetool-ai/engine';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { chatLine, doneLine } from '../../support/src/scripted-daemon/wire-lines.ts';
import { nodeOnMat, openEditor, outputOf, PATIENCE_MS, pressRun } from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A daemon whose answer stops in the middle until it is let go on. */
async function startHeldDaemon() {
  const daemon = await startScriptedDaemon();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  daemon.on('POST /api/chat', [
    { send: chatLine({ content: 'The first half, ' }) },
    { waitFor: held },
    { send: chatLine({ content: 'and the second.' }) },
    { send: doneLine() },
  ]);
  return { daemon, letGo };
}

async function openExample({ page }: EditorPage): Promise<void> {
  await page.locator('.engine-badge[data-state="ready"]').waitFor();
  await page.getByRole('button', { name: /First answer/ }).click();
  await nodeOnMat(page, 'generate').waitFor();
}

const runBar = (page: Page) => page.locator('.run-bar').innerText();

describe('a run', () => {
  test('goes on while the page is reloaded, and is shown whole again', async () => {
    const { daemon, letGo } = await startHeldDaemon();
    const server = await serveEditor(daemon.url);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await openExample(editor);
    const id = 'generate';
    await pressRun(page, 'begun');
    await expect.poll(() => outputOf(page, id).innerText()).toContain('The first half');
    await page.reload();
    await expect
      .poll(() => outputOf(page, id).innerText(), { timeout: PATIENCE_MS })
      .toContain('The first half');
    expect(await runBar(page)).toContain('Running');
    letGo();
    await expect
      .poll(() => outputOf(page, id).innerText(), { timeout: PATIENCE_MS })
      .toContain('The first half, and the second.');
    await expect.poll(() => runBar(page)).toContain('Done');
    await editor.close();
    await server.stop();
    await daemon.stop();
  });

  test('whose server is killed is called interrupted after its restart, its record is ended, and nothing typed is lost', async () => {
    const { daemon } = await startHeldDaemon();
    const server = await serveEditor(daemon.url);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await openExample(editor);
    const id = 'generate';
    await pressRun(page, 'begun');
    await expect.poll(() => outputOf(page, id).innerText()).toContain('The first half');
    await server.kill();
    await expect
      .poll(() => page.locator('.band').innerText(), { timeout: PATIENCE_MS })
      .toContain('The NodeTool server does not answer');
    // Typed while nobody is there to store it.
    const field = page.locator('.react-flow__node textarea').first();
    await field.fill('typed into the void');
    const again = await server.restart();
    await expect
      .poll(() => page.locator('.band').innerText(), { timeout: PATIENCE_MS })
      .toContain('The server was started anew');
    expect(await field.inputValue()).toBe('typed into the void');
    await page.getByLabel('Address or token').fill(again.launchUrl);
    await page.getByRole('button', { name: 'Come in' }).click();
    await expect.poll(() => page.locator('.band').count(), { timeout: PATIENCE_MS }).toBe(0);
    await expect.poll(() => page.locator('.tab .dot').count(), { timeout: PATIENCE_MS }).toBe(0);
    await page.reload();
    await expect.poll(() => runBar(page), { timeout: PATIENCE_MS }).toContain('Interrupted');
    expect(await field.inputValue()).toBe('typed into the void');
    expect(await outputOf(page, id).innerText()).toContain('The first half');
    const [runId = ''] = readdirSync(join(server.home, 'runs'));
    const { events, isComplete } = await readRunEvents(join(server.home, 'runs'), runId);
    expect(isComplete).toBe(true);
    const ended = events.filter((event) => event.type === 'node-end').map((event) => event.nodeId);
    const queued = events
      .filter((event) => event.type === 'node-queue')
      .map((event) => event.nodeId);
    expect(ended.toSorted()).toEqual(queued.toSorted());
    await editor.close();
    await again.stop();
    await daemon.stop();
  });
});

describe('a daemon that dies', () => {
  test('is said at the badge and at the node, with the text kept; it is found again by itself', async () => {
    const { daemon } = await startHeldDaemon();
    const server = await serveEditor(daemon.url);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await openExample(editor);
    const id = 'generate';
    await pressRun(page, 'begun');
    await expect.poll(() => outputOf(page, id).innerText()).toContain('The first half');
    await daemon.kill();
    const node = nodeOnMat(page, id);
    await expect
      .poll(() => node.locator('.node-error').innerText(), { timeout: PATIENCE_MS })
      .toContain('OLLAMA_CONNECTION_LOST');
    expect(await outputOf(page, id).innerText()).toMatch(/The first half[^]*Cut off here/);
    await page.locator('.engine-badge[data-state="missing"]').waitFor();
    await node.getByRole('button', { name: 'What is wrong with Ollama' }).click();
    expect(await page.locator('.engine-popover').innerText()).toMatch(
      /Nothing listens on port[^]*ollama serve/,
    );
    await page.keyboard.press('Escape');
    await daemon.restart();
    await page.locator('.engine-badge[data-state="ready"]').waitFor();
    await editor.close();
    await server.stop();
    await daemon.stop();
  });
});

describe('a second tab', () => {
  test('shows the same run, and what it saves meanwhile is never overwritten', async () => {
    const { daemon, letGo } = await startHeldDaemon();
    const server = await serveEditor(daemon.url);
    const editor = await openEditor(browser, server.launchUrl);
    const { page } = editor;
    await openExample(editor);
    const id = 'generate';
    await expect.poll(() => page.locator('.tab .dot').count()).toBe(0);
    const second = await page.context().newPage();
    await second.goto(server.url);
    await nodeOnMat(second, id).waitFor();
    await pressRun(page, 'begun');
    letGo();
    await expect.poll(() => runBar(page), { timeout: PATIENCE_MS }).toContain('Done');

    const theirs = second.locator('.react-flow__node textarea').first();
    await theirs.fill('what the second tab says');
    await expect.poll(() => second.locator('.tab .dot').count()).toBe(0);
    const ours = page.locator('.react-flow__node textarea').first();
    await ours.fill('what the first tab says');
    await expect
      .poll(() => page.locator('.band').innerText(), { timeout: PATIENCE_MS })
      .toContain('changed in another tab');
    await page.getByRole('button', { name: 'Keep mine as a copy' }).click();
    await expect.poll(() => page.locator('.tab[data-active]').innerText()).toContain('(copy)');
    expect(await page.locator('.react-flow__node textarea').first().inputValue()).toBe(
      'what the first tab says',
    );
    await second.reload();
    await expect
      .poll(() => theirs.inputValue(), { timeout: PATIENCE_MS })
      .toBe('what the second tab says');
    await editor.close();
    await server.stop();
    await daemon.stop();
  });
});
