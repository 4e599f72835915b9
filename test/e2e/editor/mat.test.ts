import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import type { ScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import {
  dragFromPalette,
  dragWire,
  middleOf,
  nodeOnMat,
  openEditor,
  portOf,
} from './editor-page.ts';
import type { EditorPage } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';
import type { EditorServer } from './serve-editor.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));

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

describe('a wire', () => {
  test('that does not fit is refused with the reason, and what fits is offered and can be put between', async () => {
    const { page } = editor;
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    await dragFromPalette(page, 'Image input', 60, 60);
    await dragFromPalette(page, 'Generate', 520, 60);
    await dragWire(
      page,
      portOf(page, 'image', 'source', 'value'),
      portOf(page, 'generate', 'target', 'prompt'),
    );
    const card = page.locator('.refusal');
    expect(await card.innerText()).toMatch(
      /Does not fit[^]*value gives image[^]*prompt takes text/,
    );
    expect(await page.locator('.react-flow__edge').count()).toBe(0);
    await card.getByRole('button', { name: 'Put Vision between' }).click();
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(2);
    // One step: one undo takes the node and both wires away.
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(0);
    expect(await page.locator('.react-flow__node').count()).toBe(2);
  });

  test('that is dropped on the mat lists only what takes it, and the chosen node comes wired', async () => {
    const { page } = editor;
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    await dragFromPalette(page, 'Image input', 60, 60);
    const start = await middleOf(portOf(page, 'image', 'source', 'value'));
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 260, start.y + 20, { steps: 6 });
    await page.mouse.up();
    const titles = await page.locator('.quick-item .words > :first-child').allInnerTexts();
    expect(titles).toContain('Vision');
    expect(titles).not.toContain('Generate');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
    await nodeOnMat(page, 'vision').waitFor();
  });
});

describe('the document', () => {
  test('is undone and redone step by step: add, type, move, wire, delete', async () => {
    const { page } = editor;
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    await dragFromPalette(page, 'Text input', 60, 60);
    await dragFromPalette(page, 'Generate', 460, 60);
    await nodeOnMat(page, 'text').locator('textarea').fill('hello');
    await dragWire(
      page,
      portOf(page, 'text', 'source', 'value'),
      portOf(page, 'generate', 'target', 'prompt'),
    );
    const header = nodeOnMat(page, 'generate').locator('.node-header b');
    const before = await middleOf(header);
    await page.mouse.move(before.x, before.y);
    await page.mouse.down();
    await page.mouse.move(before.x + 80, before.y + 160, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(1);
    const undo = () => page.keyboard.press('Control+z');
    await undo();
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
    await undo();
    await expect
      .poll(async () => Math.round((await middleOf(header)).y))
      .toBe(Math.round(before.y));
    await undo();
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(0);
    await undo();
    await expect.poll(() => nodeOnMat(page, 'text').locator('textarea').inputValue()).toBe('');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(1);
    expect(await nodeOnMat(page, 'text').locator('textarea').inputValue()).toBe('hello');
  });

  test('is copied and pasted with its wires, under ids of its own', async () => {
    const { page } = editor;
    await page.getByRole('button', { name: /First answer/ }).click();
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3);
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+d');
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(6);
    expect(await page.locator('.react-flow__edge').count()).toBe(4);
  });

  test('is saved as the file that it was opened from, byte for byte', async () => {
    const { page } = editor;
    const file = join(examples, 'compare-sentences.json');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    await (await chooser).setFiles(file);
    await expect.poll(() => page.locator('.react-flow__node').count()).toBeGreaterThan(3);
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    const original = JSON.parse(readFileSync(file, 'utf8'));
    // The id is that of the stored copy; all else is as it was.
    expect({ ...saved, id: original.id }).toEqual(original);
  });

  test('that is no workflow is refused with the reason, and nothing changes', async () => {
    const { page } = editor;
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    const text =
      '{"graph":{"nodes":[{"id":"a","type":"x","data":{"__proto__":{"polluted":1}}}],"edges":[]}}';
    await (
      await chooser
    ).setFiles({ name: 'evil.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect
      .poll(() => page.locator('.toast').innerText())
      .toContain('this name is not allowed');
    expect(await page.locator('.tab').count()).toBe(1);
  });

  test('shows a node of an unknown type as missing, and keeps its settings and wires', async () => {
    const { page } = editor;
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    const workflow = {
      name: 'Foreign',
      graph: {
        nodes: [
          { id: 'speak', type: 'acme.audio.Speak', data: { voice: 'alto' } },
          { id: 'show', type: 'nodetool.output.Preview', data: {} },
        ],
        edges: [
          {
            id: 'e',
            source: 'speak',
            sourceHandle: 'audio',
            target: 'show',
            targetHandle: 'value',
          },
        ],
      },
    };
    const buffer = Buffer.from(JSON.stringify(workflow));
    await (await chooser).setFiles({ name: 'foreign.json', mimeType: 'application/json', buffer });
    await expect
      .poll(() => nodeOnMat(page, 'speak').innerText())
      .toMatch(/Node type is not installed[^]*kept/);
    expect(await page.locator('.react-flow__edge').count()).toBe(1);
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect(saved.graph.nodes[0]).toMatchObject(workflow.graph.nodes[0] ?? {});
    expect(saved.graph.edges).toEqual(workflow.graph.edges);
  });
});

describe('what a model writes', () => {
  test('is shown as text: no markup, no script, no picture of another host', async () => {
    const evil = `<img src=http://evil.example/x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    daemon.on('POST /api/chat', [
      {
        send: `${JSON.stringify({ model: 'tiny-chat', message: { role: 'assistant', content: evil }, done: false })}\n`,
      },
      {
        send: `${JSON.stringify({ model: 'tiny-chat', message: { role: 'assistant', content: '' }, done: true })}\n`,
      },
    ]);
    const { page, asked } = editor;
    await page.getByRole('button', { name: /First answer/ }).click();
    await page.locator('.run-bar .button.main').click();
    await expect
      .poll(() => page.locator('.output').first().innerText(), { timeout: 60_000 })
      .toContain('<script>');
    expect(await page.title()).toBe('NodeTool');
    expect(await page.locator('.output img').count()).toBe(0);
    expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
  });
});
