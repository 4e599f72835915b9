import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROVIDER_INTRODUCTION } from '../../scripts/provider-reference.mjs';
import { projectRoot, readProjectFile } from './workspaces.ts';

const folder = mkdtempSync(join(tmpdir(), 'nodetool-examples-'));

const examples = [
  ...readProjectFile(PROVIDER_INTRODUCTION).matchAll(/^### (.*)\n[^`]*```ts\n([\s\S]*?)```/gm),
].map((match) => ({ title: match[1] ?? '', code: match[2] ?? '' }));

/** What the compiler says of programs that import the packages of this project by their names. */
function compile(programs: Readonly<Record<string, string>>): string {
  for (const [name, code] of Object.entries(programs)) writeFileSync(join(folder, name), code);
  const inProject = (path: string) => [join(projectRoot, path)];
  const config = {
    extends: join(projectRoot, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      sourceMap: false,
      noEmit: true,
      types: ['node'],
      typeRoots: inProject('node_modules/@types'),
      paths: {
        '@nodetool-ai/graph': inProject('packages/graph/src/index.ts'),
        '@nodetool-ai/runtime': inProject('packages/runtime/src/index.ts'),
        '@nodetool-ai/runtime/ai-sdk': inProject('packages/runtime/src/ai-sdk/index.ts'),
        ai: inProject('packages/runtime/node_modules/ai/dist/index.d.ts'),
      },
    },
    files: Object.keys(programs),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout;
}

const WRONG = {
  'wrong.mts':
    "import { OllamaProvider } from '@nodetool-ai/runtime';\nnew OllamaProvider({}).speak();\n",
};
const programs = Object.fromEntries(
  examples.map(({ code }, index) => [`example-${index}.mts`, code]),
);
let said: readonly string[] = [];

beforeAll(() => {
  said = compile({ ...programs, ...WRONG }).split('\n');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the examples of the provider page', () => {
  test('are one for each thing that a program does with a provider', () => {
    expect(examples.map(({ title }) => title)).toEqual([
      'Streaming an answer',
      'Embeddings',
      'Tools',
      'Structured output',
      'Pulling a model',
      'Several hosts',
      'Recording and replaying',
      'With the AI SDK',
    ]);
  });

  test('are programs that compile', () => {
    expect(said.filter((line) => line.startsWith('example-'))).toEqual([]);
  });

  test('would not if they used what does not exist', () => {
    expect(said.filter((line) => line.startsWith('wrong.mts'))).toEqual([
      expect.stringContaining("Property 'speak' does not exist"),
    ]);
  });
});
