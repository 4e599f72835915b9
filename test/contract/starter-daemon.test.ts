import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StarterEngine } from '@nodetool-ai/starter';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { providedStarter } from '../../packages/starter/test/provided-starter.ts';
import type { ContractDaemon } from './contract-daemon.ts';
import { formatDaemonTable } from './daemon-table.ts';
import type { DaemonRow } from './daemon-table.ts';
import { describeProviderContract } from './provider-contract.ts';
import { STARTER_DIFFERENCES } from './starter-differences.ts';
import { addModel, makeStarterFolder } from './starter-models.ts';

const PAGE = new URL('../../docs/reference/daemons.md', import.meta.url);
const OWN = 'the starter engine beside Ollama';
const temporary = mkdtempSync(join(tmpdir(), 'nodetool-starter-'));
const rows = new Map<string, DaemonRow>();

let daemon: ContractDaemon;
let starter: StarterEngine;

beforeAll(async () => {
  const installed = await providedStarter();
  const folder = await makeStarterFolder(temporary, installed);
  starter = new StarterEngine({
    folder: folder.root,
    environment: { ...process.env, NODETOOL_STARTER_THREADS: '1' },
  });
  daemon = { url: await starter.url(), addModel: (model) => addModel(folder, model) };
});

afterAll(async () => {
  await starter?.close();
  rmSync(temporary, { recursive: true, force: true });
});

/** The names of a row from the outermost on. */
function titleOf({ task }: TestContext): string {
  const names = [task.name];
  for (let { suite } = task; suite !== undefined && suite.name !== ''; { suite } = suite)
    names.unshift(suite.name);
  return names.join(' › ');
}

beforeEach((context) => {
  const title = titleOf(context);
  if (title.startsWith(OWN)) return;
  const [, difference, how] = STARTER_DIFFERENCES.find(([row]) => row.test(title)) ?? [];
  rows.set(title, { title, difference });
  if (how === 'by chance') context.skip(difference);
  // A row that is said to differ is run all the same: the day it does not, the list is wrong.
  if (difference !== undefined) Object.assign(context.task, { fails: true });
});

/** Rows that differ by waiting for ever: none may. */
const hanging: string[] = [];

afterEach((context) => {
  const isTimeout = context.task.result?.errors?.some(({ message }) => /timed out/.test(message));
  if (isTimeout === true) hanging.push(titleOf(context));
});

describeProviderContract(() => daemon);

describe('the starter engine beside Ollama', () => {
  test('differs in no row by a hang', () => {
    expect(rows.size).toBeGreaterThan(100);
    expect(hanging).toEqual([]);
  });

  test('does row by row what the page of the daemons says', () => {
    const table = formatDaemonTable([...rows.values()]);
    const page = readFileSync(PAGE, 'utf8');
    const [start = ''] = page.split('<!-- rows -->\n');
    const wanted = `${start}<!-- rows -->\n\n${table}`;
    if (process.env['NODETOOL_WRITE_DOCS'] === '1') writeFileSync(PAGE, wanted);
    expect(readFileSync(PAGE, 'utf8')).toBe(wanted);
  });
});
