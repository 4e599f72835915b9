// npm start [-- --port 8080 --no-open --host address]: installs, builds what changed, serves the editor and opens it.
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled, projectRoot } from './ensure-installed.mjs';
import { runNode } from './run-command.mjs';

ensureInstalled();
const exitCode = await build();
if (exitCode !== 0) process.exit(exitCode);
// Ctrl-C goes to the server too, which ends by itself; we wait for it.
process.on('SIGINT', () => {});
const cli = join(projectRoot, 'apps', 'cli', 'dist', 'main.js');
process.exitCode = await runNode(cli, ['serve', ...process.argv.slice(2)]);
