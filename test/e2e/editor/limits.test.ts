import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import type { ScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { chatLine, doneLine } from '../../support/src/scripted-daemon/wire-lines.ts';
import { nodeOnMat, openEditor, PATIENCE_MS } from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';
import type { EditorServer } from './serve-editor.ts';

const built = fileURLToPath(new URL('../../../apps/server/public/', import.meta.url));
const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const MOST_INITIAL_BYTES = 220 * 1024;

let browser: Browser;
let daemon: ScriptedDaemon;
let server: EditorServer;
let editor: EditorPage;
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
beforeEach(async () => {
  editor = await openEditor(browser, server.launchUrl);
});
afterEach(() => editor.close());

/** Opens a workflow that is given as an object. */
async function openWorkflow(page: Page, workflow: object): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  const buffer = Buffer.from(JSON.stringify(workflow));
  await (await chooser).setFiles({ name: 'w.json', mimeType: 'application/json', buffer });
  await page.locator('.react-flow__node').first().waitFor();
}

test('what the page loads at first is at most 220 KB of JavaScript, gzipped', async () => {
  const html = readFileSync(join(built, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
    (match) => match[1] ?? '',
  );
  const loaded = editor.asked
    .map((url) => new URL(url).pathname.slice(1))
    .filter((path) => path.endsWith('.js'));
  expect(named.length).toBeGreaterThan(0);
  const bytes = [...new Set([...named, ...loaded])].map(
    (path) => gzipSync(readFileSync(join(built, path))).byteLength,
  );
  const total = bytes.reduce((sum, size) => sum + size, 0);
  console.info(`initial JavaScript: ${(total / 1024).toFixed(1)} KB gzip in ${bytes.length} files`);
  expect(total).toBeLessThanOrEqual(MOST_INITIAL_BYTES);
});

test('nothing is asked of another host, and no built file names one to fetch from', async () => {
  const { page, asked, problems } = editor;
  for (const name of [
    'Nodes',
    'Outline',
    'Workflows and examples',
    'Models',
    'Runs',
    'Problems',
    'Settings',
  ])
    await page.locator('.left-rail').getByRole('button', { name }).click();
  await page
    .getByRole('button', { name: /First answer/ })
    .first()
    .click();
  await nodeOnMat(page, 'generate').waitFor();
  expect(asked.filter((url) => !url.startsWith(server.url) && !url.startsWith('blob:'))).toEqual(
    [],
  );
  expect(problems).toEqual([]);
  const css = readdirSync(join(built, 'assets')).filter((name) => name.endsWith('.css'));
  for (const name of css)
    expect(readFileSync(join(built, 'assets', name), 'utf8')).not.toMatch(/url\(["']?https?:/);
});

describe('sizes', () => {
  test('of nodes and places of ports are as they were worked out, within a pixel, for every type', async () => {
    const { page } = editor;
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    const rows = page.locator('.palette-row');
    const count = await rows.count();
    expect(count).toBeGreaterThanOrEqual(10);
    for (let index = 0; index < count; index += 1) await rows.nth(index).press('Enter');
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: 'Close Nodes' }).click();
    await page.getByRole('button', { name: 'Zoom to 100 %' }).click();
    const wrong = await measureAgainstLayout(page);
    expect(wrong.compared).toBeGreaterThan(0);
    expect(wrong.differences).toEqual([]);
  });

  for (const name of readdirSync(examples).filter((file) => file.endsWith('.json'))) {
    test(`are right when ${name} is opened: nothing is measured anew`, async () => {
      const { page } = editor;
      await openWorkflow(page, JSON.parse(readFileSync(join(examples, name), 'utf8')));
      await page.getByRole('button', { name: 'Zoom to 100 %' }).click();
      const wrong = await measureAgainstLayout(page);
      expect(wrong.compared).toBeGreaterThan(0);
      expect(wrong.differences).toEqual([]);
    });
  }
});

describe('a large workflow', () => {
  test('of 5,000 nodes mounts only what is seen', async () => {
    const { page } = editor;
    const nodes = Array.from({ length: 5000 }, (_, index) => ({
      id: `n${index}`,
      type: 'nodetool.text.Generate',
      data: { model: 'tiny-chat' },
      ui_properties: { position: { x: (index % 100) * 400, y: Math.floor(index / 100) * 320 } },
    }));
    const edges = nodes.slice(1).map((node, index) => ({
      id: `e${index}`,
      source: `n${index}`,
      sourceHandle: 'text',
      target: node.id,
      targetHandle: 'prompt',
    }));
    await openWorkflow(page, { name: 'Large', graph: { nodes, edges } });
    await page.getByRole('button', { name: 'Zoom to 100 %' }).click();
    await expect.poll(() => page.locator('.zoom-controls').innerText()).toContain('100 %');
    // At 100 % about 4 by 4 of them are within the window; a ring around them may be there too.
    await expect
      .poll(() => page.locator('.react-flow__node').count(), { timeout: PATIENCE_MS })
      .toBeLessThanOrEqual(25);
    expect(await page.locator('.react-flow__node').count()).toBeGreaterThan(0);
  });
});

describe('a stream', () => {
  /** Counts drawings of the node's result and pictures of the page, from now on. */
  async function startCounting(page: Page): Promise<void> {
    await page.evaluate(() => {
      const counts = { renders: 0, frames: 0, most: 0, inFrame: 0 };
      Object.assign(globalThis, { streamCounts: counts });
      globalThis.nodetoolOnResultRender = (nodeId) => {
        if (nodeId !== 'generate') return;
        counts.renders += 1;
        counts.inFrame += 1;
        counts.most = Math.max(counts.most, counts.inFrame);
      };
      const onFrame = () => {
        counts.frames += 1;
        counts.inFrame = 0;
        requestAnimationFrame(onFrame);
      };
      requestAnimationFrame(onFrame);
    });
  }

  test('draws a node at most once a picture, however many pieces come', async () => {
    const { page } = editor;
    const pieces = 400;
    let next = () => {};
    const steps = Array.from({ length: pieces }, (_, index) => ({
      send: chatLine({ content: `${index} ` }),
    }));
    const begun = new Promise<void>((resolve) => {
      next = resolve;
    });
    daemon.on('POST /api/chat', [
      { send: chatLine({ content: 'go ' }) },
      { waitFor: begun },
      ...steps,
      { send: doneLine() },
    ]);
    await openWorkflow(
      page,
      JSON.parse(
        readFileSync(join(examples, 'first-answer.json'), 'utf8').replaceAll(
          /"model": "[^"]*"/g,
          '"model": "tiny-chat"',
        ),
      ),
    );
    await page.locator('.run-bar .button.main').click();
    await nodeOnMat(page, 'generate').locator('.output').waitFor();
    await startCounting(page);
    next();
    await expect
      .poll(() => page.locator('.run-bar').innerText(), { timeout: PATIENCE_MS })
      .toContain('Done');
    const counts = Object(await page.evaluate(() => Reflect.get(globalThis, 'streamCounts')));
    expect(await nodeOnMat(page, 'generate').locator('.streamed-text').innerText()).toContain(
      `${pieces - 1}`,
    );
    expect(counts.renders).toBeGreaterThan(0);
    expect(counts.renders).toBeLessThanOrEqual(counts.frames);
    // The counter is set back in the same picture as the node is drawn, before or after it.
    expect(counts.most).toBeLessThanOrEqual(2);
  });
});

/** Where what is drawn differs by more than a pixel from what the canvas was told before it was drawn. */
function measureAgainstLayout(
  page: Page,
): Promise<{ compared: number; differences: readonly string[] }> {
  return page.evaluate(() => {
    const differences: string[] = [];
    const nodes = [...document.querySelectorAll<HTMLElement>('.react-flow__node')];
    for (const node of nodes) {
      const id = node.dataset['id'] ?? '';
      const told = globalThis.nodetoolLayouts?.get(id);
      if (told === undefined) {
        differences.push(`${id}: no layout`);
        continue;
      }
      const scale = node.getBoundingClientRect().width / node.offsetWidth;
      const height = node.getBoundingClientRect().height / scale;
      if (Math.abs(height - told.height) > 1)
        differences.push(`${id}: height ${height} instead of ${told.height}`);
      if (Math.abs(node.offsetWidth - told.width) > 1)
        differences.push(`${id}: width ${node.offsetWidth} instead of ${told.width}`);
      const corner = node.getBoundingClientRect();
      for (const port of told.ports) {
        const side = port.side === 'input' ? 'target' : 'source';
        const handle = node.querySelector(
          `.react-flow__handle.${side}[data-handleid="${CSS.escape(port.name)}"]`,
        );
        const box = handle?.getBoundingClientRect();
        const x = ((box?.left ?? 0) - corner.left) / scale;
        const y = ((box?.top ?? 0) - corner.top) / scale;
        if (Math.abs(x - port.x) > 1 || Math.abs(y - port.y) > 1)
          differences.push(
            `${id} ${port.side} ${port.name}: ${x},${y} instead of ${port.x},${port.y}`,
          );
      }
    }
    return { compared: nodes.length, differences };
  });
}
