import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { onePixelPng } from '../../contract/contract-daemon.ts';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
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
import { serveEditor } from './serve-editor.ts';

const daemon = inject('testDaemon');
const engineUrl = 'unavailableReason' in daemon ? '' : daemon.url;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach((context) => {
  if ('unavailableReason' in daemon) context.skip(daemon.unavailableReason);
});

async function wire(page: Page, from: [string, string], to: [string, string]): Promise<void> {
  const count = await page.locator('.react-flow__edge').count();
  await dragWire(
    page,
    portOf(page, from[0], 'source', from[1]),
    portOf(page, to[0], 'target', to[1]),
  );
  await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(count + 1);
}

describe('on a real daemon', () => {
  test('an image is picked and described', async () => {
    const server = await serveEditor(engineUrl);
    const { page, problems, close } = await openEditor(browser, server.launchUrl);
    const picture = join(server.home, 'picture.png');
    writeFileSync(picture, onePixelPng);
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    await dragFromPalette(page, 'Image input', 60, 60);
    await dragFromPalette(page, 'Vision', 420, 60);
    await nodeOnMat(page, 'image').locator('input[type=file]').setInputFiles(picture);
    await nodeOnMat(page, 'image').locator('img').waitFor();
    await wire(page, ['image', 'value'], ['vision', 'image']);
    await nodeOnMat(page, 'vision').locator('.model-field').click();
    expect(await page.locator('.model-row', { hasText: 'smollm2' }).innerText()).toContain(
      'Vision needs a model that sees images',
    );
    await page.keyboard.press('Escape');
    await pickModel(page, 'vision', 'tiny-vision');
    await pressRun(page);
    expect(await outputOf(page, 'vision').innerText()).toContain('I see an image.');
    expect(problems).toEqual([]);
    await close();
    await server.stop();
  });

  test('two texts are embedded and compared', async () => {
    const server = await serveEditor(engineUrl);
    const { page, problems, close } = await openEditor(browser, server.launchUrl);
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    await dragFromPalette(page, 'Embed', 60, 40);
    await dragFromPalette(page, 'Embed', 60, 360);
    await dragFromPalette(page, 'Similarity', 560, 120);
    await nodeOnMat(page, 'embed').locator('textarea').fill('A cat sleeps on the sofa.');
    await nodeOnMat(page, 'embed-2').locator('textarea').fill('A kitten naps on the couch.');
    await pickModel(page, 'embed', 'all-minilm');
    await pickModel(page, 'embed-2', 'all-minilm');
    // The length of the vectors, as the daemon says it, is part of the port.
    await expect
      .poll(() => nodeOnMat(page, 'embed').locator('.port em').allInnerTexts())
      .toContain('384');
    await wire(page, ['embed', 'embeddings'], ['similarity', 'a']);
    await wire(page, ['embed-2', 'embeddings'], ['similarity', 'b']);
    await pressRun(page);
    const shown = Number(await outputOf(page, 'similarity').innerText());
    expect(shown).toBeGreaterThan(0.4);
    expect(shown).toBeLessThanOrEqual(1);
    expect(problems).toEqual([]);
    await close();
    await server.stop();
  });

  test('every example opens, names models that are installed, and is shown whole', async () => {
    const server = await serveEditor(engineUrl);
    const { page, problems, close } = await openEditor(browser, server.launchUrl);
    await page.locator('.engine-badge[data-state="ready"]').waitFor();
    await page.getByRole('button', { name: 'Workflows and examples' }).click();
    await page.locator('.side-panel .example-list button').first().waitFor();
    const count = await page.locator('.side-panel .example-list button').count();
    expect(count).toBeGreaterThanOrEqual(6);
    for (let index = 0; index < count; index += 1) {
      const entry = page.locator('.side-panel .example-list button').nth(index);
      await entry.click();
      await expect.poll(() => page.locator('.react-flow__node').count()).toBeGreaterThan(1);
      expect(await page.locator('.model-field[data-missing]').count()).toBe(0);
    }
    expect(await page.locator('.tab').count()).toBe(count + 1);
    expect(problems).toEqual([]);
    await close();
    await server.stop();
  });

  test('a model that is made meanwhile appears in the picker without a reload', async () => {
    const server = await serveEditor(engineUrl);
    const { page, close } = await openEditor(browser, server.launchUrl);
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    await dragFromPalette(page, 'Generate', 300, 100);
    await nodeOnMat(page, 'generate').locator('.model-field').click();
    await page.locator('.model-row', { hasText: 'tiny-chat' }).waitFor();
    const name = 'tiny-newcomer';
    const copy = { source: 'tiny-chat', destination: name };
    await fetch(`${engineUrl}/api/copy`, { method: 'POST', body: JSON.stringify(copy) });
    await page.locator('.model-row', { hasText: name }).waitFor();
    expect(await page.locator('.model-row', { hasText: name }).innerText()).toContain('chat');
    await fetch(`${engineUrl}/api/delete`, {
      method: 'DELETE',
      body: JSON.stringify({ model: name }),
    });
    await page.locator('.model-row', { hasText: name }).waitFor({ state: 'detached' });
    await close();
    await server.stop();
  });
});
