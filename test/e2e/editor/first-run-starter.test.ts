import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { axeFindings } from './axe-findings.ts';
import { nodeOnMat, openEditor } from './editor-page.ts';
import { serveStarterScenes } from './serve-starter-scenes.ts';
import type { SceneServer } from './serve-starter-scenes.ts';
import {
  emptyOllama,
  FAILURE,
  HALF_WAY,
  installing,
  starterAnswers,
  starterReport,
  STARTER_MODELS,
  STARTER_PARTS,
  withoutOllama,
} from './starter-scenes.ts';

const ALL_PARTS = STARTER_PARTS.map(({ id }) => id);
const ABSENT = withoutOllama(starterReport());
const RUNNING = withoutOllama(starterReport(['engine'], { install: HALF_WAY }));
const CANCELLED = withoutOllama(starterReport(['engine'], { install: installing('cancelled') }));
const FAILED = withoutOllama(
  starterReport(['engine'], { install: installing('failed', { error: FAILURE }) }),
);
const DONE = starterAnswers(starterReport(ALL_PARTS, { install: installing('done') }));
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let browser: Browser;
let server: SceneServer;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await serveStarterScenes(ABSENT);
});
afterEach(() => server.stop());

const liveRegion = (page: Page) => page.locator('[role=status][aria-live]');
const raisedTitle = (page: Page) => page.locator('.column[data-raised] h2').allInnerTexts();

/** Sees that nothing sticks out and axe finds nothing serious. */
async function expectSound(page: Page, when: string): Promise<void> {
  expect(await axeFindings(page), when).toEqual([]);
  const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(sticksOut, when).toBe(false);
}

describe.each(['dark', 'light'] as const)('in %s', (colorScheme) => {
  test('install, cancel, go on, fail, try again, done, and an example', async () => {
    const { page, problems, close } = await openEditor(browser, server.launchUrl, { colorScheme });
    const column = page.locator('.column.starter');
    await column.waitFor();
    expect(await raisedTitle(page)).toEqual(['Starter engine']);
    expect(await column.innerText()).toMatch(/SmolLM2 135M, writes, Apache-2\.0\s+98 MB/);
    expect(await column.innerText()).toMatch(/Takes 229 MB; free on this disk\s+61 GB/);
    await expectSound(page, 'nothing is installed');

    server.afterOrder(RUNNING);
    await column.getByRole('button', { name: 'Install, 239 MB' }).click();
    const bar = column.getByRole('progressbar', { name: 'Installing the starter engine' });
    await bar.waitFor();
    expect(server.orders).toEqual([{ path: '/api/starter/install', body: {} }]);
    expect(Number(await bar.getAttribute('value'))).toBeCloseTo(92 / 239);
    expect(await column.innerText()).toContain('SmolLM2 135M: downloading');
    expect(await column.innerText()).toContain('92 MB of 239 MB, 8.1 MB/s, 18 s left');
    await expect
      .poll(() => liveRegion(page).innerText())
      .toBe('Starter engine. SmolLM2 135M: downloading');
    await expectSound(page, 'it is being installed');

    server.afterOrder(CANCELLED);
    await column.getByRole('button', { name: 'Cancel' }).click();
    const goOn = column.getByRole('button', { name: 'Go on, 189 MB' });
    await goOn.waitFor();
    expect(server.orders.at(-1)?.path).toBe('/api/starter/cancel');
    expect(await column.innerText()).toContain('Kept: Engine.');
    await expectSound(page, 'it was cancelled');

    server.afterOrder(FAILED);
    await goOn.click();
    expect(server.orders.at(-1)?.body).toEqual({ parts: ALL_PARTS.slice(1) });
    const again = column.getByRole('button', { name: 'Try again, 189 MB' });
    await again.waitFor();
    expect(await column.getByRole('alert').innerText()).toContain(FAILURE.message);
    expect(await column.getByRole('alert').innerText()).toContain(FAILURE.hint);
    await expect.poll(() => liveRegion(page).innerText()).toContain('Starter engine: failed');
    await expectSound(page, 'it failed');

    server.afterOrder(DONE);
    await again.click();
    await expect.poll(() => column.innerText()).toContain('Ready: it answers now');
    await expect.poll(() => liveRegion(page).innerText()).toContain('is installed');
    expect(await page.locator('.engine-badge').innerText()).toContain('Starter engine');
    await expectSound(page, 'it answers');

    const cards = page.locator('.example-cards button');
    expect(await cards.first().innerText()).toContain('runs on the starter');
    await cards.filter({ hasText: 'Receipt to JSON' }).click();
    await nodeOnMat(page, 'extract').waitFor();
    expect(await page.locator('.first-run').count()).toBe(0);
    expect(await nodeOnMat(page, 'extract').locator('.model-field').innerText()).toContain(
      'smollm2:135m',
    );
    expect(problems).toEqual([]);
    await close();
  });
});

describe('on a phone', () => {
  test('the raised column comes first, and all is as wide as the page', async () => {
    const { page, close } = await openEditor(browser, server.launchUrl, PHONE);
    await page.locator('.column').first().waitFor();
    expect(await page.locator('.column h2').allInnerTexts()).toEqual([
      'Starter engine',
      'Ollama on this computer',
      'Install Ollama',
    ]);
    await expectSound(page, 'on a phone');
    server.afterOrder(RUNNING);
    await page.getByRole('button', { name: 'Install, 239 MB' }).tap();
    await page.getByRole('progressbar').waitFor();
    await expectSound(page, 'on a phone, while it is installed');
    const box = await page.getByRole('button', { name: 'Cancel' }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    // The examples are two screens further down.
    server.show(DONE);
    await page.getByRole('button', { name: 'Open an example below' }).tap();
    const card = await page.locator('.example-cards button').first().boundingBox();
    expect(card?.y).toBeLessThan(PHONE.viewport.height);
    await close();
  });
});

describe('without a pointer', () => {
  test('the starter is installed and cancelled, and the focus stays where it was', async () => {
    const { page, close } = await openEditor(browser, server.launchUrl);
    const { keyboard } = page;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const pressUntil = async (key: string, isThere: () => Promise<boolean>) => {
      for (let step = 0; step < 12 && !(await isThere()); step += 1) await keyboard.press(key);
      expect(await isThere()).toBe(true);
    };
    await page.locator('.column.starter').waitFor();
    await pressUntil('F6', () =>
      page.evaluate(() => document.activeElement?.closest('.first-run') !== null),
    );
    await pressUntil('Tab', async () => (await focused()).startsWith('Install, '));
    server.afterOrder(RUNNING);
    await keyboard.press('Enter');
    await page.getByRole('progressbar').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Installation');
    server.afterOrder(CANCELLED);
    await pressUntil('Tab', async () => (await focused()) === 'Cancel');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: /^Go on/ }).waitFor();
    expect(server.orders.map(({ path }) => path)).toEqual([
      '/api/starter/install',
      '/api/starter/cancel',
    ]);
    await close();
  });
});

describe('where it cannot be installed', () => {
  test('a full disk is said before the press, on a button that cannot be pressed', async () => {
    server.show(withoutOllama(starterReport([], { freeBytes: 29_000_000 })));
    const { page, close } = await openEditor(browser, server.launchUrl);
    const button = page.getByRole('button', { name: 'Install, 239 MB' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await page.locator('.column.starter').innerText()).toContain('This disk lacks 200 MB.');
    expect(await raisedTitle(page)).toEqual(['Install Ollama']);
    await expectSound(page, 'the disk is full');
    await close();
  });

  test('a system without a starter is named, and Ollama is what is offered', async () => {
    const unsupportedCause = 'There is no build for Alpine Linux (musl).';
    server.show(
      withoutOllama(starterReport([], { isSupported: false, unsupportedCause, parts: [] })),
    );
    const { page, close } = await openEditor(browser, server.launchUrl);
    await page.locator('.column.starter').waitFor();
    expect(await page.locator('.column.starter').innerText()).toContain(unsupportedCause);
    expect(await page.locator('.column.starter button').count()).toBe(0);
    expect(await raisedTitle(page)).toEqual(['Install Ollama']);
    await expectSound(page, 'there is none for this system');
    await close();
  });
});

describe('an Ollama without models', () => {
  const failedPull = (reason: string) => ({
    model: 'smollm2:135m',
    state: 'failed' as const,
    startedAt: 1,
    error: {
      code: 'OLLAMA_REQUEST_FAILED' as const,
      message: 'The daemon could not fetch smollm2:135m.',
      hint: 'Check the network.',
      details: { reason },
    },
  });

  test('is offered small ones by name and size', async () => {
    server.show(emptyOllama(starterReport()));
    const { page, close } = await openEditor(browser, server.launchUrl);
    await page.getByRole('button', { name: 'Pull smollm2:135m' }).waitFor();
    expect(await raisedTitle(page)).toEqual(['Get a model']);
    expect(await page.locator('.column.model').innerText()).toContain('about 271 MB');
    await expectSound(page, 'Ollama has no model');
    server.show({ ...emptyOllama(starterReport()), pulls: [failedPull('not-in-registry')] });
    await page.locator('.column.model').getByRole('alert').waitFor();
    expect(await page.locator('.fill-offer').count()).toBe(0);
    await close();
  });

  test('gets the models of the starter where its registry is out of reach', async () => {
    const pulls = [failedPull('registry-unreachable')];
    server.show({ ...emptyOllama(starterReport()), pulls });
    const { page, close } = await openEditor(browser, server.launchUrl);
    const offer = page.locator('.fill-offer');
    await offer.waitFor();
    await expectSound(page, 'the registry is out of reach');
    // A pull that failed is told for a minute; the offer stays.
    const install = installing('running', { part: 'SmolLM2 135M', status: 'copying into Ollama' });
    server.afterOrder(emptyOllama(starterReport([], { install })));
    await offer.getByRole('button', { name: 'Put them into Ollama, 189 MB' }).click();
    await offer.getByRole('progressbar', { name: 'Putting models into Ollama' }).waitFor();
    await expect
      .poll(() => liveRegion(page).innerText())
      .toBe('Models for Ollama. SmolLM2 135M: copying into Ollama');
    const failed = installing('failed', { error: FAILURE });
    server.afterOrder(emptyOllama(starterReport(ALL_PARTS.slice(1), { install: failed })));
    await offer.getByRole('button', { name: 'Cancel' }).click();
    await offer.getByRole('alert').waitFor();
    await expectSound(page, 'it could not be put there');
    const done = starterReport(ALL_PARTS.slice(1), { install: installing('done') });
    server.afterOrder({ ...emptyOllama(done), models: STARTER_MODELS });
    await offer.getByRole('button', { name: 'Put them into Ollama', exact: true }).click();
    await page.locator('.first-run').waitFor({ state: 'hidden' });
    expect(server.orders.map(({ path }) => path)).toEqual([
      '/api/starter/fill',
      '/api/starter/cancel',
      '/api/starter/fill',
    ]);
    await close();
  });
});
