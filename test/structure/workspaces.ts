import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds the root package.json. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the project with its text, path relative to the root with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A package of the workspace, in the order of the root tsconfig.json. */
export interface Workspace {
  /** Relative to the root, for example `packages/graph`. */
  readonly folder: string;
  readonly name: string;
  /** Not published. */
  readonly isPrivate: boolean;
  /** What it needs, and what whoever uses it may bring along. */
  readonly dependencies: readonly string[];
  /** Those of `dependencies` that may be missing when it runs. */
  readonly optionalPeers: readonly string[];
  /** Folders of the packages that its tsconfig.json refers to. */
  readonly references: readonly string[];
  readonly sources: readonly SourceFile[];
}

/** Reads a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

/** Our JSON files may hold whole-line comments, as tsconfig files do. */
// oxlint-disable-next-line typescript/no-explicit-any -- manifests and configurations are read here and nowhere else
function readJson(path: string): any {
  return JSON.parse(readProjectFile(path).replaceAll(/^\s*\/\/.*$/gm, ''));
}

const SKIPPED_FOLDERS = new Set([
  'node_modules',
  'dist',
  '.git',
  'fixtures',
  'public',
  'dist-types',
]);

/** All files below a folder whose names match, generated and installed ones left out. */
export function filesBelow(folder: string, pattern: RegExp): readonly SourceFile[] {
  const absolute = join(projectRoot, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = join(absolute, entry.name);
    const name = relative(projectRoot, path).split(sep).join('/');
    if (entry.isDirectory())
      return SKIPPED_FOLDERS.has(entry.name) ? [] : filesBelow(name, pattern);
    return pattern.test(entry.name) ? [{ path: name, text: readFileSync(path, 'utf8') }] : [];
  });
}

/** The packages in the order of the root tsconfig.json, which is the dependency law. */
export function readWorkspaces(): readonly Workspace[] {
  const references: { path: string }[] = readJson('tsconfig.json').references;
  return references.map(({ path: folder }) => {
    const manifest = readJson(`${folder}/package.json`);
    const config = readJson(`${folder}/tsconfig.json`);
    return {
      folder,
      name: manifest.name,
      isPrivate: manifest.private === true,
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
      optionalPeers: Object.keys(manifest.peerDependenciesMeta ?? {}),
      references: (config.references ?? []).map((reference: { path: string }) =>
        join(folder, reference.path).split(sep).join('/'),
      ),
      sources: filesBelow(`${folder}/src`, /\.tsx?$/),
    };
  });
}

/** Names of the packages that a source file imports, also by `import()` and `export from`. */
export function importedPackages(text: string): readonly string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([@a-z][\w@/.-]*)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
