// Opening and panning large workflows: our editor beside React Flow as it comes, in one run of one browser.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { startServer } from '../../../apps/server/dist/index.js';
import { launchBrowser } from '../../support/dist/index.js';
import { panFrames, timeToNodes } from './open-and-pan.mjs';

const SIZES = [1000, 5000];
const ROUNDS = Number(process.env.NODETOOL_BENCH_ROUNDS ?? 3);
const plain = fileURLToPath(new URL('./plain/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nodetool-bench-'));
const median = (values) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

function largeWorkflow(count) {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: 'nodetool.text.Generate',
    data: { prompt: 'prompt', model: 'model' },
    ui_properties: { position: { x: (index % 100) * 400, y: Math.floor(index / 100) * 320 } },
  }));
  const edges = nodes.slice(1).map((node, index) => ({
    id: `e${index}`,
    source: `n${index}`,
    sourceHandle: 'text',
    target: node.id,
    targetHandle: 'prompt',
  }));
  return { name: `${count} nodes`, graph: { nodes, edges } };
}

const outDir = join(folder, 'plain');
await build({
  root: plain,
  configFile: false,
  plugins: [react()],
  logLevel: 'error',
  build: { outDir },
});
const peer = await preview({
  root: plain,
  configFile: false,
  logLevel: 'error',
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1' },
});
const peerUrl = peer.resolvedUrls.local[0];
const server = await startServer({
  environment: { NODETOOL_HOME: join(folder, 'home'), OLLAMA_API_URL: 'http://127.0.0.1:9' },
  port: 0,
});
const browser = await launchBrowser();

async function ours(count) {
  const id = `large${count}`;
  await fetch(`${server.url}api/workflows/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ workflow: largeWorkflow(count), baseRevision: null }),
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(
    `localStorage.setItem('nodetool.tabs', JSON.stringify({ ids: ['${id}'], active: '${id}' }))`,
  );
  const load = await timeToNodes(page, () => page.goto(server.launchUrl));
  await page.getByRole('button', { name: 'Zoom to 100 %' }).click();
  const pan = await panFrames(page);
  const mounted = await page.locator('.react-flow__node').count();
  await page.close();
  return { load, pan, mounted };
}

async function reactFlow(count) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const load = await timeToNodes(page, () => page.goto(`${peerUrl}?nodes=${count}`));
  const pan = await panFrames(page);
  const mounted = await page.locator('.react-flow__node').count();
  await page.close();
  return { load, pan, mounted };
}

for (const count of SIZES) {
  const results = { ours: [], 'React Flow': [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    results['React Flow'].push(await reactFlow(count));
    results.ours.push(await ours(count));
  }
  console.log(
    `\n${count.toLocaleString('en')} nodes, Node ${process.versions.node}, median of ${ROUNDS}: ms until shown, 95th percentile ms of a picture while panning, nodes mounted (ratio to React Flow as it comes)`,
  );
  const of = (name, figure) => median(results[name].map((result) => result[figure]));
  for (const name of Object.keys(results)) {
    const figures = ['load', 'pan', 'mounted'].map((figure) => {
      const ratio = of(name, figure) / of('React Flow', figure);
      return `${figure} ${of(name, figure).toFixed(0)} (${ratio.toFixed(3)})`;
    });
    console.log(`  ${name.padEnd(10)} ${figures.join('  ')}`);
  }
}

await browser.close();
await server.close();
await peer.close();
rmSync(folder, { recursive: true, force: true });
