import { ALL_COMMANDS, formatHelp } from '@nodetool-ai/cli';
import { ERROR_CATALOGUE } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import { describe, expect, test } from 'vitest';
import { filesBelow, readProjectFile } from './workspaces.ts';

const headings = (text: string, level: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${level} \``))
    .map((line) => line.slice(level.length + 2, line.lastIndexOf('`')));

describe('docs/reference/errors.md', () => {
  const page = readProjectFile('docs/reference/errors.md');

  test('has a section for every code, in the order of the catalogue, and no other', () => {
    expect(headings(page, '##')).toEqual(Object.keys(ERROR_CATALOGUE));
  });

  test('says of each code what the catalogue says', () => {
    for (const [code, { summary, hint }] of Object.entries(ERROR_CATALOGUE)) {
      expect(page, code).toContain(`\n## \`${code}\`\n\n${summary}\n\nWhat to do: ${hint}\n`);
    }
  });
});

describe('docs/reference/nodes.md', () => {
  const page = readProjectFile('docs/reference/nodes.md');
  const declarations = nodePack.nodes.map((node) => node.declaration);

  test('has a section for every node of the pack and no other', () => {
    expect(headings(page, '##').toSorted()).toEqual(
      declarations.map((node) => node.type).toSorted(),
    );
  });

  test('names every port and setting of each node in its section', () => {
    for (const node of declarations) {
      const section = page.split(`\n## \`${node.type}\`\n`)[1]?.split('\n## ')[0] ?? '';
      const names = [
        ...Object.keys(node.inputs),
        ...Object.keys(node.outputs),
        ...Object.keys(node.props.shape),
      ];
      for (const name of names) expect(section, `${node.type} ${name}`).toContain(`\`${name}\``);
    }
  });
});

describe('docs/reference/cli.md', () => {
  const page = readProjectFile('docs/reference/cli.md');

  test('has a section for every command and no other', () => {
    expect(headings(page, '##')).toEqual(ALL_COMMANDS.map((command) => command.name));
  });

  test('shows of each command what its help prints', () => {
    for (const command of ALL_COMMANDS) expect(page).toContain(formatHelp(command));
  });

  test('every command has an example that calls it', () => {
    for (const { name, examples } of ALL_COMMANDS) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples) expect(example).toContain(`nodetool ${name}`);
    }
  });
});

describe('docs/reference/environment.md', () => {
  const page = readProjectFile('docs/reference/environment.md');
  const sources = ['packages', 'apps', 'test/support', 'test/bench', 'scripts']
    .flatMap((folder) => filesBelow(folder, /\.(ts|mjs)$/))
    .filter((file) => /\/src\/|^scripts\/|^test\/bench\//.test(file.path));
  const read = new Set(
    sources.flatMap((file) =>
      [...file.text.matchAll(/(?:nvironment|process\.env)(?:\[['"]|\.)([A-Z][A-Z0-9_]+)/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  );

  test('describes every variable that the code reads', () => {
    expect([...read].filter((name) => !headings(page, '##').includes(name)).toSorted()).toEqual([]);
  });

  test('describes no variable that the code does not know', () => {
    const all = sources.map((file) => file.text).join('\n');
    expect(headings(page, '##').filter((name) => !all.includes(name))).toEqual([]);
  });
});

test('links between documents lead somewhere', () => {
  const broken = [...filesBelow('docs', /\.md$/), ...filesBelow('.', /^[A-Z]+\.md$/)].flatMap(
    (file) =>
      [...file.text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => new URL(match[1] ?? '', `file:///${file.path}`).pathname.slice(1))
        .filter((path) => {
          try {
            readProjectFile(path);
            return false;
          } catch (error) {
            return !(error instanceof Error && 'code' in error && error.code === 'EISDIR');
          }
        })
        .map((path) => `${file.path} → ${path}`),
  );
  expect(broken).toEqual([]);
});
