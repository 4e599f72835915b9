import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRunEvents } from '@nodetool-ai/engine';
import { runEventSchema } from '@nodetool-ai/graph';
import type { RunEvent } from '@nodetool-ai/graph';
import { launchBrowser } from '../../support/src/browser/launch-browser.ts';
import { startScriptedDaemon } from '../../support/src/scripted-daemon/scripted-daemon.ts';
import { expect, test } from 'vitest';
import { runSpawnedCli } from '../spawned-cli.ts';
import { openEditor, pressRun } from './editor-page.ts';
import { serveEditor } from './serve-editor.ts';

const example = fileURLToPath(new URL('../../../examples/first-answer.json', import.meta.url));

/** What must be the same on every surface: all but ids, times, and where a stream was cut into pieces. */
function essence(events: readonly RunEvent[]): readonly unknown[] {
  const kept: Record<string, unknown>[] = [];
  for (const event of events) {
    const { seq, runId, at, ...rest } = event;
    expect([typeof seq, typeof runId, typeof at]).toEqual(['number', 'string', 'number']);
    const plain: Record<string, unknown> = { ...rest };
    delete plain['durationMs'];
    delete plain['workflowId'];
    const last = kept.at(-1);
    const isNextPiece =
      event.type === 'node-delta' &&
      last?.['type'] === 'node-delta' &&
      last['nodeId'] === event.nodeId;
    if (isNextPiece) last['text'] = `${String(last['text'])}${event.text}`;
    // How many values a wire had carried when it was looked at depends on the moment; how many in the end does not.
    else if (event.type !== 'edge-flow' || event.done) kept.push(plain);
  }
  return kept;
}

/** Events of different nodes come in any order; those of one node in theirs. */
function byNode(events: readonly RunEvent[]): Readonly<Record<string, readonly unknown[]>> {
  const groups: Record<string, unknown[]> = {};
  for (const event of essence(events)) {
    const { nodeId, edgeId } = Object(event);
    (groups[String(nodeId ?? edgeId ?? 'run')] ??= []).push(event);
  }
  return groups;
}

test('the same workflow gives the same events by shell, over HTTP and in the editor', async () => {
  const daemon = await startScriptedDaemon();
  const home = mkdtempSync(join(tmpdir(), 'nodetool-same-'));
  const text = readFileSync(example, 'utf8').replaceAll(
    /"model": "[^"]*"/g,
    '"model": "tiny-chat:latest"',
  );
  const file = join(home, 'flow.json');
  writeFileSync(file, text);

  const environment = { OLLAMA_API_URL: daemon.url, NODETOOL_HOME: home };
  // The first run loads the model and says so; those that are compared find it loaded.
  await runSpawnedCli(['run', file, '--quiet'], {
    ...environment,
    NODETOOL_HOME: join(home, 'first'),
  });
  const { stdout } = await runSpawnedCli(['run', file, '--jsonl'], environment);
  const byShell = stdout
    .trim()
    .split('\n')
    .map((line) => runEventSchema.parse(JSON.parse(line)));

  const server = await serveEditor(daemon.url);
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' };
  const started = await fetch(`${server.url}api/runs`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ workflow: JSON.parse(text) }),
  });
  const { runId } = Object(await started.json());
  const stream = await (await fetch(`${server.url}api/runs/${runId}/events`, { headers })).text();
  const overHttp = stream
    .split('\n')
    .filter((line) => line.startsWith('data: {"'))
    .map((line) => runEventSchema.parse(JSON.parse(line.slice(6))));

  const browser = await launchBrowser();
  const { page, close } = await openEditor(browser, server.launchUrl);
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles(file);
  await page.locator('.react-flow__node').first().waitFor();
  await pressRun(page);
  const runs = join(server.home, 'runs');
  const editorRun = readdirSync(runs).find((name) => name !== runId) ?? '';
  const inEditor = (await readRunEvents(runs, editorRun)).events;
  await close();
  await browser.close();

  expect(byShell.at(-1)).toMatchObject({ type: 'run-end', status: 'completed' });
  expect(byNode(overHttp)).toEqual(byNode(byShell));
  expect(byNode(inEditor)).toEqual(byNode(byShell));
  // The record that the shell left says the same as what it printed.
  const [shellRun = ''] = readdirSync(join(home, 'runs'));
  expect((await readRunEvents(join(home, 'runs'), shellRun)).events).toEqual(byShell);
  await server.stop();
  await daemon.stop();
  rmSync(home, { recursive: true, force: true });
});
