import { connect } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { axeFindings } from './axe-findings.ts';
import { nodeOnMat, openEditor, pressRun } from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveStarterScenes } from './serve-starter-scenes.ts';
import type { SceneServer } from './serve-starter-scenes.ts';
import { STARTER_PARTS, starterAnswers, starterReport, withoutOllama } from './starter-scenes.ts';

const ALL_PARTS = STARTER_PARTS.map(({ id }) => id);

let browser: Browser;
let server: SceneServer;
let editor: EditorPage;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await serveStarterScenes(starterAnswers(starterReport(ALL_PARTS)));
  editor = await openEditor(browser, server.launchUrl);
});
afterEach(async () => {
  await editor.close();
  await server.stop();
});

async function openExample(page: Page, title: string, node: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(title) }).click();
  await nodeOnMat(page, node).waitFor();
}

/** The panel with the ways to an engine, opened over the work; Escape leads back. */
async function expectFirstRunAndBack(page: Page): Promise<void> {
  await page.locator('.first-run').waitFor();
  expect(await page.locator('.column.install').innerText()).toContain('ollama.com/install.sh');
  await page.keyboard.press('Escape');
  await page.locator('.first-run').waitFor({ state: 'hidden' });
}

describe('while the starter engine answers', () => {
  test('the badge says what it is, and its story what Ollama would add and how to get it', async () => {
    const { page } = editor;
    const badge = page.locator('.engine-badge');
    expect(await badge.innerText()).toMatch(/Starter engine\s+smollm2:135m loaded/);
    await badge.click();
    const story = page.getByRole('dialog', { name: 'Starter engine' });
    expect(await story.innerText()).toContain('135M model: for trying the editor');
    expect(await story.innerText()).toContain('A real Ollama would add any open model, vision');
    expect(await axeFindings(page)).toEqual([]);
    await story.getByRole('button', { name: 'How to install Ollama' }).click();
    await expectFirstRunAndBack(page);
  });

  test('a Vision node says that nothing here sees, and so does its picker', async () => {
    const { page } = editor;
    await openExample(page, 'Describe an image', 'vision');
    const reason = 'The starter engine has no model that sees images. Install Ollama';
    expect(await nodeOnMat(page, 'vision').innerText()).toContain(reason);
    await nodeOnMat(page, 'vision').locator('.model-field').click();
    const picker = page.locator('.model-picker');
    expect(await picker.innerText()).toContain(reason);
    expect(await picker.getByRole('option', { name: /smollm2/ }).innerText()).toContain(
      'Vision needs a model that sees images',
    );
    expect(await axeFindings(page)).toEqual([]);
    await picker.getByRole('button', { name: 'How to install Ollama' }).click();
    await expectFirstRunAndBack(page);
  });

  test('a name that it does not have is no offer to pull, but one to install Ollama', async () => {
    const { page } = editor;
    await openExample(page, 'A short fact', 'answer');
    await nodeOnMat(page, 'answer').locator('.model-field').click();
    const picker = page.locator('.model-picker');
    await picker.getByRole('combobox').fill('llama3.2');
    await expect.poll(() => picker.innerText()).toContain('The starter engine cannot pull it');
    expect(await picker.getByRole('button', { name: /^Pull/ }).count()).toBe(0);
    await picker.getByRole('button', { name: 'How to install Ollama' }).click();
    await expectFirstRunAndBack(page);
  });

  test('its own other model can be fetched, with its size', async () => {
    const { page } = editor;
    server.show({
      ...starterAnswers(starterReport(ALL_PARTS.slice(0, 2))),
      models: [],
    });
    await page.locator('.first-run').waitFor();
    await page.getByRole('button', { name: /Compare sentences/ }).click();
    await nodeOnMat(page, 'embed-left').locator('.model-field').click();
    const picker = page.locator('.model-picker');
    await picker.getByRole('combobox').fill('all-minilm');
    await picker.getByRole('button', { name: 'Install all-minilm:latest, 91 MB' }).click();
    await expect
      .poll(() => server.orders)
      .toEqual([{ path: '/api/starter/install', body: { parts: ['all-minilm:latest'] } }]);
  });

  test('the settings say how it stands and how to be rid of it', async () => {
    const { page } = editor;
    await page.locator('.left-rail').getByRole('button', { name: 'Settings' }).click();
    const settings = page.locator('.starter-settings');
    await settings.waitFor();
    expect(await settings.innerText()).toContain('Ready: it answers now');
    expect(await settings.innerText()).toContain('nodetool starter remove');
    expect(await settings.getByText('installed', { exact: true }).count()).toBe(3);
    expect(await axeFindings(page)).toEqual([]);
  });
});

/** Whether somebody listens at the usual port of Ollama. */
function isOllamaHere(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(11_434, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test('a node that fails for want of an engine leads to the starter and its sizes', async (context) => {
  if (await isOllamaHere()) context.skip('An Ollama runs here: nothing fails for want of one.');
  const own = await serveStarterScenes(withoutOllama(starterReport()), {});
  const { page, close } = await openEditor(browser, own.launchUrl);
  // The cards, not the list that stands there until the engine was asked.
  await page.locator('.example-cards button', { hasText: 'First answer' }).click();
  await nodeOnMat(page, 'generate').waitFor();
  await pressRun(page);
  const error = nodeOnMat(page, 'generate').locator('.node-error');
  expect(await axeFindings(page)).toEqual([]);
  await error.getByRole('button', { name: 'Get the starter engine' }).click();
  await page.getByRole('button', { name: 'Install, 239 MB' }).waitFor();
  expect(own.orders).toEqual([]);
  await page.getByRole('button', { name: 'Back to the workflow' }).click();
  await page.locator('.first-run').waitFor({ state: 'hidden' });
  await close();
  await own.stop();
});
