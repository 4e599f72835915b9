import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../ensure-installed.mjs';

/** The package that is described. */
export const PROVIDER_PACKAGE = 'runtime';
/** The package whose types appear in its declarations. */
export const GRAPH_PACKAGE = 'graph';

/** The source files that a package offers to others, by the name under which they are imported. */
export function packageEntries(name) {
  const folder = join(projectRoot, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(manifest.exports)
    .map(([path, targets]) => ({
      specifier: join(manifest.name, path).replaceAll('\\', '/'),
      file: join(name, targets['@nodetool-ai/source']).replaceAll('\\', '/'),
    }))
    .filter(({ file }) => existsSync(join(projectRoot, 'packages', file)));
}

/** The texts of the declarations below a folder, by the path of their source relative to it. */
function readTexts(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  return new Map(
    files
      .map((file) => [
        file.replaceAll('\\', '/').replace(/\.d\.ts$/, '.ts'),
        readFileSync(join(folder, file), 'utf8'),
      ])
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}

/**
 * The declarations of both packages as their sources are now, apart from `dist`, which may be older or half written: the
 * text of each by the path of its source below `packages`.
 */
export function emitDeclarations() {
  const folder = mkdtempSync(join(tmpdir(), 'nodetool-declarations-'));
  try {
    const entries = [PROVIDER_PACKAGE, GRAPH_PACKAGE].flatMap(packageEntries);
    const config = {
      extends: join(projectRoot, 'tsconfig.base.json'),
      compilerOptions: {
        composite: false,
        declarationMap: false,
        sourceMap: false,
        emitDeclarationOnly: true,
        rootDir: join(projectRoot, 'packages'),
        outDir: join(folder, 'packages'),
        // What is found through node_modules is taken for the work of others, of which nothing is written.
        paths: Object.fromEntries(
          entries.map(({ specifier, file }) => [specifier, [join(projectRoot, 'packages', file)]]),
        ),
        types: ['node'],
        typeRoots: [join(projectRoot, 'node_modules', '@types')],
      },
      files: entries.map(({ file }) => join(projectRoot, 'packages', file)),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    const result = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    const written = existsSync(join(folder, 'packages'))
      ? readTexts(join(folder, 'packages'))
      : new Map();
    // Errors of types are told by the typecheck; declarations are written all the same.
    if (!entries.every(({ file }) => written.has(file)))
      throw new Error(`tsc wrote no declarations:\n${result.stdout}${result.stderr}`);
    return written;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
