// npm run bench [-- name] [flags]: benchmarks beside peers, printed as ratios of the same run.
// Flags go to the benchmark; those of `provider` are at the top of its run.mjs.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled, projectRoot } from './ensure-installed.mjs';
import { runCommand, runNode } from './run-command.mjs';

ensureInstalled();
const benchFolder = join(projectRoot, 'test', 'bench');
const available = readdirSync(benchFolder).filter((name) =>
  existsSync(join(benchFolder, name, 'run.mjs')),
);
const wanted = process.argv.slice(2).filter((given) => !given.startsWith('--'));
const flags = process.argv.slice(2).filter((given) => given.startsWith('--'));
const unknown = wanted.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${available.join(', ')}.`);
  process.exit(2);
}
const install = ['ci', '--prefix', benchFolder, '--no-audit', '--no-fund', '--silent'];
const steps = [
  () => build(),
  () => runCommand('npm', install),
  ...(wanted.length > 0 ? wanted : available).map(
    (name) => () => runNode(join(benchFolder, name, 'run.mjs'), flags),
  ),
];
for (const step of steps) {
  const exitCode = await step();
  if (exitCode !== 0) process.exit(exitCode);
}
