// Installs the workspace when it is not installed, or when the lockfile changed since.
// Plain JavaScript with no dependency: it runs before anything is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder that holds the root package.json. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

const PNPM = 'pnpm@12.18.0';
const OLDEST_NODE = [20, 19];

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}. Install Node 22 or newer, then run the command again.`,
  );
  process.exit(1);
}

function lockfileDigest() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    const path = join(projectRoot, file);
    if (existsSync(path)) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/**
 * Makes `node_modules` match the lockfile. Does nothing (about 30 ms) when it already does.
 * Uses the network only when it installs. Exits the process with 1 when it cannot.
 */
export function ensureInstalled() {
  refuseOldNode();
  const stamp = join(projectRoot, 'node_modules', '.installed-lockfile');
  const digest = lockfileDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.error('Installing dependencies (first run or changed lockfile) …');
  const result = spawnSync('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'The dependencies could not be installed; the lines above say why. Check the network and the npm registry settings (npm config get registry), then run the command again.',
    );
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureInstalled();
