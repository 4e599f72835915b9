// Makes docs/reference/provider.md from the declarations of the provider package and from what is written by hand.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from './ensure-installed.mjs';
import { collectSymbols } from './provider-reference/collect-symbols.mjs';
import { describeSymbols } from './provider-reference/describe-symbols.mjs';
import {
  emitDeclarations,
  packageEntries,
  PROVIDER_PACKAGE,
} from './provider-reference/emit-declarations.mjs';
import { findProblems } from './provider-reference/find-problems.mjs';
import { ModuleReader } from './provider-reference/module-reader.mjs';
import { renderPage } from './provider-reference/render-page.mjs';

/** The page, relative to the project. */
export const PROVIDER_PAGE = 'docs/reference/provider.md';

/** What is written by hand: the introduction with its examples. */
export const PROVIDER_INTRODUCTION = 'scripts/provider-reference/introduction.md';

const readText = (...path) => readFileSync(join(projectRoot, ...path), 'utf8');

/** The codes of the catalogue that stand as text in the sources of the package. */
function findThrownCodes(errorCodes) {
  const folder = join('packages', PROVIDER_PACKAGE, 'src');
  const found = new Set();
  for (const file of readdirSync(join(projectRoot, folder), { recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  ))
    for (const [, name] of readText(folder, file).matchAll(/'([A-Z][A-Z0-9_]+)'/g)) found.add(name);
  return errorCodes.filter((code) => found.has(code));
}

/** Names in capitals that are no codes: variables of the environment, constants and members of the package. */
function findKnownNames(reader, symbols) {
  const variables = [...readText('docs', 'reference', 'environment.md').matchAll(/^## `(\w+)`$/gm)];
  return new Set([
    ...variables.map((match) => match[1]),
    ...reader.paths.flatMap((path) => [...reader.read(path).declarations.keys()]),
    ...symbols.flatMap(({ rows }) => rows.map(({ name }) => name)),
  ]);
}

function format(markdown) {
  const oxfmt = createRequire(import.meta.url).resolve('oxfmt/package.json');
  const bin = join(oxfmt, '..', 'bin', 'oxfmt');
  const result = spawnSync(process.execPath, [bin, '--stdin-filepath', PROVIDER_PAGE], {
    cwd: projectRoot,
    input: markdown,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`The page could not be formatted: ${result.stderr}`);
  return result.stdout;
}

/**
 * Reads the sources of the provider package as they are now, or the given declarations. Gives its symbols, the codes that
 * it throws, and what would keep the page from being whole, each as a sentence.
 */
export function readProviderReference(catalogue, declarations = emitDeclarations()) {
  const errorCodes = Object.keys(catalogue);
  const reader = new ModuleReader(declarations);
  const symbols = describeSymbols({ reader, errorCodes, ...collectSymbols(reader) });
  const thrownCodes = findThrownCodes(errorCodes);
  const knownNames = findKnownNames(reader, symbols);
  const problems = findProblems(symbols, { errorCodes, thrownCodes, knownNames });
  return { symbols, thrownCodes, problems };
}

/** The page as it is to be stored. */
export function providerPage({ symbols, thrownCodes }, catalogue) {
  const introduction = readText(PROVIDER_INTRODUCTION);
  const mainSpecifier = packageEntries(PROVIDER_PACKAGE)[0].specifier;
  return format(renderPage({ introduction, symbols, catalogue, thrownCodes, mainSpecifier }));
}

export { emitDeclarations };
