import { describe, expect, test } from 'vitest';
import { filesBelow } from './workspaces.ts';
import type { SourceFile } from './workspaces.ts';

const code = ['packages', 'apps', 'test', 'scripts'].flatMap((folder) =>
  filesBelow(folder, /\.(ts|tsx|mjs|css)$/),
);
const sources = code.filter((file) => /\/src\//.test(file.path));
const documents = [...filesBelow('docs', /\.md$/), ...filesBelow('.', /^[A-Z]+\.md$/)];

const lines = (file: SourceFile) => file.text.split('\n').length - 1;

test('there are files to judge', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(documents.length).toBeGreaterThan(4);
});

test('no file is longer than 400 lines', () => {
  expect(
    code.filter((file) => lines(file) > 400).map((file) => `${file.path}: ${lines(file)}`),
  ).toEqual([]);
});

test('half of the source files are at most 80 lines long', () => {
  const sorted = sources.map(lines).toSorted((left, right) => left - right);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
});

test('files are named in kebab-case and for what they hold', () => {
  const names = code.map((file) => file.path.split('/').at(-1) ?? '');
  expect(names.filter((name) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name))).toEqual([]);
  expect(names.filter((name) => /^(utils?|helpers?|common|types|misc)\./.test(name))).toEqual([]);
});

/** Exported declarations without a doc comment right above them. */
function undocumentedExports(text: string): readonly string[] {
  const rows = text.split('\n');
  return rows.filter((row, index) => {
    if (!/^export (abstract |async )?(function\*?|class|const|interface|type) /.test(row))
      return false;
    let above = index - 1;
    while (/^\s*\/\/ oxlint-disable|^\/\/ /.test(rows[above] ?? '')) above -= 1;
    return !/\*\/\s*$/.test(rows[above] ?? '');
  });
}

describe('doc comments', () => {
  test('every exported symbol has one', () => {
    const missing = sources
      .filter((file) => !file.path.endsWith('index.ts'))
      .flatMap((file) => undocumentedExports(file.text).map((row) => `${file.path}: ${row}`));
    expect(missing).toEqual([]);
  });

  test('a symbol without one would be found, in one line or overloads too', () => {
    expect(undocumentedExports('/** Doc. */\nexport const a = 1;\nexport type B = 2;')).toEqual([
      'export type B = 2;',
    ]);
  });
});

test('index files hold nothing but named re-exports', () => {
  const wrong = sources
    .filter((file) => file.path.endsWith('/index.ts'))
    .filter(
      (file) =>
        !/^(\s*(\/\*\*.*?\*\/|export (type )?\{[^}]*\} from '[^']+';))*\s*$/s.test(file.text),
    );
  expect(wrong.map((file) => file.path)).toEqual([]);
});

test('only the launcher of the engine makes an ExecutionSession', () => {
  const callers = sources.filter((file) => file.text.includes('new ExecutionSession('));
  expect(callers.map((file) => file.path)).toEqual([
    'packages/engine/src/launcher/in-process-run-launcher.ts',
  ]);
});

test('no file names a folder of somebody’s machine', () => {
  const machine = /\/(home|root|Users|work)\/[\w.-]/;
  const named = [...code, ...documents].filter(
    (file) => machine.test(file.text) && !file.path.startsWith('test/structure/'),
  );
  expect(named.map((file) => file.path)).toEqual([]);
});

test('nothing is left to do later in comments, and no test is singled out', () => {
  const marks = code.filter(
    (file) =>
      /\b(TODO|FIXME|XXX)\b|\.only\(/.test(file.text) && !file.path.startsWith('test/structure/'),
  );
  expect(marks.map((file) => file.path)).toEqual([]);
});
