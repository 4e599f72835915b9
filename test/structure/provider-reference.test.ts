import { ERROR_CATALOGUE } from '@nodetool-ai/graph';
import * as runtime from '@nodetool-ai/runtime';
import * as sdk from '@nodetool-ai/runtime/ai-sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  emitDeclarations,
  PROVIDER_PAGE,
  providerPage,
  readProviderReference,
} from '../../scripts/provider-reference.mjs';
import type { ProviderReference } from '../../scripts/provider-reference.mjs';
import { filesBelow, readProjectFile } from './workspaces.ts';

const page = readProjectFile(PROVIDER_PAGE);
const REQUESTS = 'runtime/src/providers/provider-requests.ts';
let declarations: ReadonlyMap<string, string> = new Map();
let reference: ProviderReference;

/** The section of a symbol. */
const sectionOf = (name: string) => page.split(`\n### \`${name}\`\n`)[1]?.split(/\n###? /)[0] ?? '';

/** Names of the methods and getters of a class; none of anything else. */
function methodsOf(value: unknown): readonly string[] {
  if (typeof value !== 'function' || !/^class\b/.test(String(value))) return [];
  const prototype: unknown = value.prototype;
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

/** What would be missing if a declaration were another one. */
function problemsWith(path: string, before: string | RegExp, after: string): readonly string[] {
  const text = declarations.get(path) ?? '';
  const changed = text.replace(before, after);
  expect(changed).not.toBe(text);
  return readProviderReference(ERROR_CATALOGUE, new Map(declarations).set(path, changed)).problems;
}

beforeAll(() => {
  declarations = emitDeclarations();
  reference = readProviderReference(ERROR_CATALOGUE, declarations);
}, 120_000);

describe('docs/reference/provider.md', () => {
  test('is what the sources say now; `npm run docs:reference` writes it anew', () => {
    expect(page).toBe(providerPage(reference, ERROR_CATALOGUE));
  });

  test('leaves nothing out: every symbol, member, default, unit and error code is told', () => {
    expect(reference.problems).toEqual([]);
  });

  test('has a section for every name that the package exports', () => {
    const exported = ['index.ts', 'ai-sdk/index.ts'].flatMap((file) =>
      [...readProjectFile(`packages/runtime/src/${file}`).matchAll(/\{([^}]*)\}/g)].flatMap(
        (match) => (match[1] ?? '').split(',').map((name) => name.trim()),
      ),
    );
    const names = exported.filter((name) => name !== '');
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => sectionOf(name) === '')).toEqual([]);
  });

  test('names every method of every class', () => {
    const classes = Object.entries({ ...runtime, ...sdk })
      .map(([name, value]) => ({ name, members: methodsOf(value) }))
      .filter(({ members }) => members.length > 0);
    expect(classes.length).toBeGreaterThan(3);
    for (const { name, members } of classes)
      for (const member of members)
        expect(sectionOf(name), `${name}.${member}`).toMatch(
          new RegExp(`\\| \`${member}(\\(\\))?\``),
        );
  });

  test('lists exactly the error codes that stand in the sources, as the catalogue has them', () => {
    const sources = filesBelow('packages/runtime/src', /\.ts$/)
      .map((file) => file.text)
      .join('\n');
    const thrown = Object.entries(ERROR_CATALOGUE).filter(([code]) =>
      sources.includes(`'${code}'`),
    );
    const table = page.split('\n### Codes of this package\n')[1] ?? '';
    const rows = [...table.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\| (.*?) +\|$/gm)];
    expect(rows.map(([, code, summary, hint]) => [code, summary, hint])).toEqual(
      thrown.map(([code, { summary, hint }]) => [code, summary, hint]),
    );
  });

  test('lists below each symbol the error codes that its words name', () => {
    for (const { name } of reference.symbols) {
      const words = sectionOf(name).replaceAll(/^(Error codes: .*|- .*)$/gm, '');
      const named = Object.keys(ERROR_CATALOGUE).filter((code) =>
        new RegExp(`\\b${code}\\b`).test(words),
      );
      for (const code of named)
        expect(sectionOf(name), name).toContain(`[\`${code}\`](errors.md#${code.toLowerCase()})`);
    }
  });

  test('names no section or code that does not exist', () => {
    const linked = [...page.matchAll(/\]\(errors\.md#(\w+)\)/g)].map((match) =>
      match[1]?.toUpperCase(),
    );
    expect(linked.filter((code) => !(code !== undefined && code in ERROR_CATALOGUE))).toEqual([]);
    const headings = [...page.matchAll(/^### `(.*)`$/gm)].map((match) => match[1]);
    expect(headings.toSorted()).toEqual(reference.symbols.map(({ name }) => name).toSorted());
  });
});

describe('a hole in the documentation is found', () => {
  test('a symbol without a doc comment', () => {
    expect(
      problemsWith(REQUESTS, /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*(?=export type DoneReason)/, ''),
    ).toContain('DoneReason has no doc comment');
  });

  test('a method without a doc comment', () => {
    expect(
      problemsWith(
        'runtime/src/providers/base-provider.ts',
        /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*(?=abstract embed\()/,
        '',
      ),
    ).toContain('BaseProvider.embed has no doc comment');
  });

  test('a new option without a doc comment', () => {
    expect(
      problemsWith(
        REQUESTS,
        'readonly strictContext?:',
        'readonly mirostat?: number;\n    readonly strictContext?:',
      ),
    ).toContain('GenerateRequest.strictContext has no doc comment');
  });

  test('an option of which nobody knows what happens without it', () => {
    expect(
      problemsWith(
        'runtime/src/providers/base-provider.ts',
        /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*(?=readonly complete\?)/,
        '/** Ask about every model. */\n    ',
      ),
    ).toContain(
      'ListOptions.complete is optional, and says neither its default nor what it means that it is absent',
    );
  });

  test('a number without a unit', () => {
    expect(
      problemsWith(
        REQUESTS,
        /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*(?=readonly logprob: number)/,
        '/** How likely. */\n    ',
      ),
    ).toContain('TokenLogprob.logprob is a number without a unit or a range');
  });

  test('a code that does not exist, and one that nothing throws', () => {
    const problems = problemsWith(
      REQUESTS,
      '/** What may be set',
      '/** Rejects with MODEL_GONE or PORT_UNKNOWN_HERE. What may be set',
    );
    expect(problems).toContain(
      'GenerateRequest speaks of MODEL_GONE, which is no error code, variable or constant',
    );
    expect(
      problemsWith(
        REQUESTS,
        '/** What may be set',
        '/** Rejects with WORKFLOW_TOO_NEW. What may be set',
      ),
    ).toContain('GenerateRequest speaks of WORKFLOW_TOO_NEW, which nothing of the package throws');
  });

  test('a symbol of a folder that is new has a section of its own', () => {
    const index = declarations.get('runtime/src/index.ts') ?? '';
    const changed = new Map(declarations)
      .set('runtime/src/index.ts', `${index}\nexport { speak } from './speech/speak.ts';\n`)
      .set(
        'runtime/src/speech/speak.ts',
        '/** Speaks. */\nexport declare function speak(): void;\n',
      );
    const written = providerPage(readProviderReference(ERROR_CATALOGUE, changed), ERROR_CATALOGUE);
    expect(written).toContain('\n## speech\n\n### `speak`\n');
  });
});
