import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { NodeLayout } from '../../../apps/editor/src/geometry/node-layout.ts';

declare global {
  /** The layouts that the editor worked out, by node; it fills the map when there is one. */
  var nodetoolLayouts: Map<string, NodeLayout> | undefined;
  /** The editor calls it at every drawing of a node's result. */
  var nodetoolOnResultRender: ((nodeId: string) => void) | undefined;
}

/** A page of the editor, and what it complained about. */
export interface EditorPage {
  readonly page: Page;
  /** Errors of the page and of its scripts; a test of good weather ends with none. */
  readonly problems: readonly string[];
  /** Addresses that the page asked for. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** How long something that a model does may take on a busy machine, in milliseconds. */
export const PATIENCE_MS = 60_000;

/** Opens the editor as its launch address does. */
export async function openEditor(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<EditorPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.nodetoolLayouts = new Map();
  });
  const problems: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  // Playwright takes files for the page only when somebody listens by the time the dialog opens.
  page.on('filechooser', () => {});
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address);
  // The first word about the daemon comes after all else is ready.
  await page.locator('.engine-badge:not([data-state="asking"])').waitFor();
  return { page, problems, asked, close: () => context.close() };
}

/** A node on the mat by its id. */
export function nodeOnMat(page: Page, id: string): Locator {
  return page.locator(`.react-flow__node[data-id="${id}"]`);
}

/** Drags a node from the palette onto the mat, its corner at a place of the mat. */
export async function dragFromPalette(
  page: Page,
  title: string,
  x: number,
  y: number,
): Promise<void> {
  const row = page.locator('.palette-row', { hasText: title });
  await row.dragTo(page.locator('.react-flow__pane'), { targetPosition: { x, y } });
}

/** The hit area of a port. */
export function portOf(page: Page, id: string, side: 'source' | 'target', port: string): Locator {
  return nodeOnMat(page, id).locator(`.react-flow__handle.${side}[data-handleid="${port}"]`);
}

/** Draws a wire with the mouse, and lets go. */
export async function dragWire(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await middleOf(from), await middleOf(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

/** The middle of an element, in px of the window. */
export async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('The element is not shown.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Picks a model in a node on the mat. */
export async function pickModel(page: Page, id: string, model: string): Promise<void> {
  await nodeOnMat(page, id).locator('.model-field').click();
  await page.locator('.model-row', { hasText: model }).click();
  await page.locator('.model-picker').waitFor({ state: 'hidden' });
}

/** Presses Run and waits until the run has ended, or only begun. */
export async function pressRun(page: Page, until: 'begun' | 'ended' = 'ended'): Promise<void> {
  await page.locator('.run-bar .button.main').click();
  const stop = page.locator('.run-bar .button.stop');
  if (until === 'begun') {
    await stop.waitFor();
    return;
  }
  await expect
    .poll(() => page.locator('.run-bar').innerText(), { timeout: PATIENCE_MS })
    .toMatch(/Done|Stopped|Did not start|Interrupted/);
}

/** The text that a node shows as its output. */
export function outputOf(page: Page, id: string): Locator {
  return nodeOnMat(page, id).locator('.output');
}
