// npm start: installs, builds, looks for a daemon and runs the first example on it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, projectRoot } from './ensure-installed.mjs';
import { runNode } from './run-command.mjs';

ensureInstalled();
const cli = join(projectRoot, 'apps', 'cli', 'dist', 'main.js');
const example = join(projectRoot, 'examples', 'first-answer.json');

if ((await runNode('node_modules/typescript/bin/tsc', ['-b'])) !== 0) process.exit(1);

const listed = spawnSync(
  process.execPath,
  [cli, 'models', 'list', '--kind', 'language', '--json'],
  { encoding: 'utf8' },
);
if (listed.status !== 0) {
  process.stderr.write(listed.stderr);
  process.exit(listed.status ?? 1);
}
const { models } = JSON.parse(listed.stdout);
if (models.length === 0) {
  console.error(
    'The Ollama daemon has no language model yet. Pull a small one, then run `npm start` again:\n  ollama pull llama3.2',
  );
  process.exit(4);
}
// One that is in memory answers at once; else the smallest, toys below 50 MB left out where there are others.
const bySize = models.toSorted(
  (left, right) => (left.sizeBytes ?? Infinity) - (right.sizeBytes ?? Infinity),
);
const chosen =
  bySize.find((model) => model.loaded === 'yes') ??
  bySize.find((model) => model.sizeBytes >= 50_000_000) ??
  bySize[0];
console.log(`\nRunning examples/first-answer.json on ${chosen.id}:\n`);
process.exitCode = await runNode(cli, ['run', example, '--model', chosen.id]);
if (process.exitCode === 0) {
  console.log(
    '\nTry your own:\n  npm run dev:nodetool -- run examples/first-answer.json --param prompt="Why is the sky blue?"',
  );
}
