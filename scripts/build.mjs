// npm run build: compiles the packages, and bundles the editor when its sources changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './ensure-installed.mjs';
import { runNode } from './run-command.mjs';

/** What the bundle is made of. */
const SOURCES = [
  'apps/editor/src',
  'apps/editor/public',
  'apps/editor/index.html',
  'apps/editor/package.json',
  'apps/editor/vite.config.ts',
  'examples',
  'packages/graph/src',
  'pnpm-lock.yaml',
];
const OUTPUT = join(projectRoot, 'apps', 'server', 'public');

function addToHash(hash, path) {
  const absolute = join(projectRoot, path);
  const children = (() => {
    try {
      return readdirSync(absolute).toSorted();
    } catch {
      return undefined;
    }
  })();
  if (children === undefined) hash.update(path).update(readFileSync(absolute));
  else for (const child of children) addToHash(hash, `${path}/${child}`);
}

function digestOfSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) addToHash(hash, source);
  return hash.digest('hex');
}

/** Builds what changed; gives the exit code. The second time it takes a fraction of a second. */
export async function build() {
  const compiled = await runNode('node_modules/typescript/bin/tsc', ['-b']);
  if (compiled !== 0) return compiled;
  const stamp = join(OUTPUT, '.built-from');
  const digest = digestOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return 0;
  const vite = join('apps', 'editor', 'node_modules', 'vite', 'bin', 'vite.js');
  const bundled = await runNode(vite, ['build', 'apps/editor', '--logLevel', 'warn']);
  if (bundled !== 0) return bundled;
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(stamp, digest);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await build();
