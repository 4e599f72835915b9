// npm test: everything that can be had on this machine, and what was skipped with the reason.
// npm run test:full: the same with kills, faults and property tests at full size, and the unit tests on newer Node.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureBrowser } from './ensure-browser.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { ensureStarter } from './ensure-starter.mjs';
import { runCommand, runNode } from './run-command.mjs';

const isFull = process.argv.includes('--full');
const VITEST = 'node_modules/vitest/vitest.mjs';
const NEWER_NODES = ['24.21.0', '26.10.0'];

ensureInstalled();

const folder = mkdtempSync(join(tmpdir(), 'nodetool-counts-'));
/** @type {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} */
const total = { passed: 0, failed: 0, skipped: [] };

function add(file, exitCode, what) {
  try {
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped.push(...counts.skipped);
    if (exitCode !== 0 && counts.failed === 0)
      throw new Error(`exit code ${exitCode} without a failed test`);
  } catch (error) {
    total.failed += 1;
    console.error(`${what} did not come to an end: ${error.message}`);
  }
}

async function vitest(what, projects) {
  console.log(`\n== ${what}`);
  const file = join(folder, `${what.replaceAll(/\W+/g, '-')}.json`);
  const selected = projects.flatMap((project) => ['--project', project]);
  const environment = {
    NODETOOL_TEST_COUNTS: file,
    ...(isFull ? { NODETOOL_TEST_FULL: '1' } : {}),
  };
  add(file, await runNode(VITEST, ['run', ...selected], environment), what);
}

async function vitestOnNewerNode(version) {
  const what = `unit tests on Node ${version}`;
  console.log(`\n== ${what}`);
  const file = join(folder, `${what.replaceAll(/\W+/g, '-')}.json`);
  const command = `node ${VITEST} run --project unit`;
  const exitCode = await runCommand('npx', ['-y', '-p', `node@${version}`, '-c', command], {
    NODETOOL_TEST_COUNTS: file,
  });
  add(file, exitCode, what);
}

console.log('== build');
if ((await build()) !== 0) total.failed += 1;
await ensureBrowser();
await ensureStarter();
await vitest('unit and structure tests', ['unit', 'structure']);
// Real weights want the cores for themselves, so these come after and not beside the others.
await vitest('tests on a real daemon', ['daemon']);
if (isFull) for (const version of NEWER_NODES) await vitestOnNewerNode(version);
rmSync(folder, { recursive: true, force: true });

if (total.skipped.length > 0) {
  console.log('\nSkipped:');
  for (const { name, reason } of total.skipped) console.log(`  ${name}: ${reason}`);
}
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
