import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** How a program is called: its file and the parameters before all others. */
export type CommandStart = readonly [command: string, ...parameters: readonly string[]];

/**
 * How npm is called: the one that came with Node, else the first in PATH. Undefined when there is none. `nodeProgram` is
 * the path of the Node that is looked beside.
 */
export function findNpm(
  environment: NodeJS.ProcessEnv,
  nodeProgram: string = process.execPath,
): CommandStart | undefined {
  const isWindows = process.platform === 'win32';
  const beside = dirname(nodeProgram);
  const besideNode = isWindows ? beside : join(beside, '..', 'lib');
  const script = scriptIn(besideNode);
  // A script is run by Node itself, so that no shell comes between, which Windows would need for npm.cmd.
  if (script !== undefined) return [nodeProgram, script];
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    if (!isWindows && existsSync(join(folder, 'npm'))) return [join(folder, 'npm')];
    if (!isWindows || !existsSync(join(folder, 'npm.cmd'))) continue;
    const found = scriptIn(folder);
    if (found !== undefined) return [nodeProgram, found];
    // Our parameters are fixed words without spaces or signs of the shell.
    return [environment['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', 'npm.cmd'];
  }
  return undefined;
}

function scriptIn(folder: string): string | undefined {
  const script = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return existsSync(script) ? script : undefined;
}
