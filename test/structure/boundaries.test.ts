import { describe, expect, test } from 'vitest';
import { importedPackages, readProjectFile, readWorkspaces } from './workspaces.ts';

const workspaces = readWorkspaces();
const names = workspaces.map((workspace) => workspace.name);

/** Floors of ARCHITECTURE.md: a package may name only packages of a lower floor. */
const FLOORS: Readonly<Record<string, number>> = {
  'packages/graph': 1,
  'packages/runtime': 2,
  'packages/engine': 2,
  'packages/starter': 2,
  'packages/nodes': 3,
  'apps/server': 4,
  'apps/editor': 4,
  'apps/cli': 5,
  'test/support': 6,
};

test('every package has a floor, and the list is in the order of the floors', () => {
  expect(workspaces.map((workspace) => workspace.folder)).toEqual(Object.keys(FLOORS));
  const floors = Object.values(FLOORS);
  expect(floors).toEqual(floors.toSorted((left, right) => left - right));
});

describe.each(workspaces)('$folder', (workspace) => {
  const own = (list: readonly string[]) => list.filter((name) => names.includes(name));
  const imported = new Set(workspace.sources.flatMap((file) => importedPackages(file.text)));

  test('depends only on packages of a lower floor that stand before it', () => {
    for (const name of own(workspace.dependencies)) {
      const lower = workspaces[names.indexOf(name)]?.folder ?? '';
      expect(names.indexOf(name), `${name} must stand before ${workspace.name}`).toBeLessThan(
        names.indexOf(workspace.name),
      );
      expect(FLOORS[lower], `${name} must be on a lower floor`).toBeLessThan(
        FLOORS[workspace.folder] ?? 0,
      );
    }
  });

  test('imports exactly the packages that it declares', () => {
    expect([...imported].toSorted()).toEqual(workspace.dependencies.toSorted());
  });

  test('takes only types from what may be missing when it runs', () => {
    for (const name of workspace.optionalPeers) {
      const values = workspace.sources.filter(({ text }) =>
        new RegExp(`^(?:import|export) (?!type )[^;]*from '${name}`, 'm').test(text),
      );
      expect(values.map(({ path }) => path)).toEqual([]);
    }
  });

  test('refers in its tsconfig to exactly the packages that it imports', () => {
    const folders = own([...imported]).map((name) => workspaces[names.indexOf(name)]?.folder);
    expect(workspace.references.toSorted()).toEqual(folders.toSorted());
  });

  test('stands in ARCHITECTURE.md', () => {
    expect(readProjectFile('ARCHITECTURE.md')).toContain(`\`${workspace.folder}\``);
  });
});

test('nothing imports an application, save the command line the server', () => {
  for (const workspace of workspaces) {
    const allowed = workspace.folder === 'apps/cli' ? /^@nodetool-ai\/server$/ : /^$/;
    for (const name of workspace.dependencies.filter((dependency) => !allowed.test(dependency)))
      expect(name).not.toMatch(/^@nodetool-ai\/(cli|server|editor)$/);
  }
});

test('an import that is not declared would be seen', () => {
  const text = `import { a } from '@nodetool-ai/engine';\nexport { b } from 'undici/lib';\nawait import('left-pad');\nimport x from './x.ts';`;
  expect(importedPackages(text)).toEqual(['@nodetool-ai/engine', 'undici', 'left-pad']);
});

test('the root manifest names the same workspaces as pnpm', () => {
  const yaml = readProjectFile('pnpm-workspace.yaml');
  const manifest: { workspaces: string[] } = JSON.parse(readProjectFile('package.json'));
  for (const pattern of manifest.workspaces) expect(yaml).toContain(`- ${pattern}`);
});
