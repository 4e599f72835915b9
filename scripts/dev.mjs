// npm run dev [-- --port 8080]: the server and the editor at one address; changes of the editor show at once, changes of
// the packages and of the server start the server anew.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureInstalled, projectRoot } from './ensure-installed.mjs';
import { runNode } from './run-command.mjs';

ensureInstalled();
const tsc = 'node_modules/typescript/bin/tsc';
const exitCode = await runNode(tsc, ['-b']);
if (exitCode !== 0) process.exit(exitCode);
// One token for all restarts, so that the open page stays in.
const token = process.env.NODETOOL_SERVER_TOKEN ?? randomBytes(32).toString('base64url');
const environment = { ...process.env, NODETOOL_SERVER_TOKEN: token };
const children = [
  [tsc, '-b', '--watch', '--preserveWatchOutput'],
  [
    '--watch',
    '--watch-preserve-output',
    join('scripts', 'dev-server.mjs'),
    ...process.argv.slice(2),
  ],
].map((words) =>
  spawn(process.execPath, words, { cwd: projectRoot, stdio: 'inherit', env: environment }),
);
process.on('SIGINT', () => {});
for (const child of children) {
  child.on('exit', (code) => {
    for (const other of children) other.kill();
    process.exitCode = code ?? 0;
  });
}
