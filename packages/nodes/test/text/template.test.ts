import { isNodetoolError, resolvePorts } from '@nodetool-ai/graph';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaration } from '../../src/text/template/declare.ts';
import { run } from '../../src/text/template/run.ts';
import { MemoryAssetStore } from '../memory-asset-store.ts';
import { recordNode } from '../run-node.ts';

const fill = (template: string, values: Readonly<Record<string, unknown>> = {}) =>
  recordNode('nodetool.text.Template', { template, ...values });

describe('Template', () => {
  test.each([
    ['Hello {{ name }}!', { name: 'Ada' }, 'Hello Ada!'],
    ['{{name}}{{  name  }}', { name: 'x' }, 'xx'],
    ['{{ größe_1 }}', { größe_1: 1.5 }, '1.5'],
    ['{{ flag }}', { flag: false }, 'false'],
    ['{{ data }}', { data: { a: [1, null] } }, '{"a":[1,null]}'],
    ['{{ user.name }} {{ user.tags.1 }}', { user: { name: 'Ada', tags: ['a', 'b'] } }, 'Ada b'],
    ['{{ user.none }}', { user: { none: null } }, 'null'],
    ['{{ a }}', { a: '{{ b }}' }, '{{ b }}'],
    ['{{ a }}', { a: '$&' }, '$&'],
    ['no placeholders', {}, 'no placeholders'],
    [
      '{{ a b }} {{}} {{ 1a }} {{ "a" }} {a} {{ a.. }}',
      {},
      '{{ a b }} {{}} {{ 1a }} {{ "a" }} {a} {{ a.. }}',
    ],
    ['', {}, ''],
  ])('%s with %o', async (template, values, text) => {
    expect((await fill(template, values)).outputs).toEqual({ text });
  });

  test('makes every placeholder an input that is required, once', () => {
    const { inputs } = resolvePorts(declaration, { template: '{{ a.x }} {{ b }} {{ a }}' });
    expect(inputs).toEqual({
      a: { type: { kind: 'any' }, required: true, title: 'a' },
      b: { type: { kind: 'any' }, required: true, title: 'b' },
    });
  });

  test.each([undefined, 7, ''])('has no inputs when the template is %s', (template) => {
    expect(resolvePorts(declaration, { template }).inputs).toEqual({});
  });

  test.each([undefined, null])('fails without a value (%s)', async (value) => {
    const { error } = await fill('Hello {{ name }}', { name: value });
    expect(error).toMatchObject({
      code: 'NODE_INPUT_MISSING',
      message: '{{ name }} has no value.',
      hint: 'Wire the input name or give it a value.',
    });
  });

  test('says where a path ends', async () => {
    const { error } = await fill('{{ user.nam }}', { user: { name: 'Ada' } });
    expect(error).toMatchObject({
      code: 'NODE_INPUT_MISSING',
      message: '{{ user.nam }} has no value: step 1 (.nam): the object has only name.',
    });
  });

  test('refuses what cannot be written as JSON', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    for (const a of [circle, 1n, () => 1])
      expect((await fill('{{ a }}', { a })).error?.code).toBe('NODE_INPUT_INVALID');
  });

  test.each([
    'constructor',
    '__proto__',
    'a.prototype',
    'toString',
    'valueOf.x',
    '__x',
    'template',
  ])('refuses the placeholder %s as a setting and makes no input of it', (name) => {
    const template = `{{ ${name} }}`;
    const [issue] = declaration.props.safeParse({ template }).error?.issues ?? [];
    expect(issue?.message).toMatch(/cannot be a placeholder/);
    expect(resolvePorts(declaration, { template }).inputs).toEqual({});
  });
});

describe('any template', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    ' ',
    '.',
    '{',
    '}',
    'a',
    '0',
    'constructor',
    '__proto__',
    'template',
    'x y',
    'é',
  );
  const template = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  const values = fc.dictionary(
    fc.constantFrom('a', 'é', 'constructor', '__proto__'),
    fc.anything(),
  );

  test('gives text or an error of ours, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(template, values, async (text, inputs) => {
        const ended = await runToEnd({ inputs, props: { template: text } });
        expect(typeof ended === 'string' || isNodetoolError(ended)).toBe(true);
      }),
    );
  });

  test('reads nothing from prototypes, even past the check of the settings', async () => {
    const ended = await runToEnd({ inputs: {}, props: { template: '{{ constructor }}' } });
    expect(ended).toMatchObject({ code: 'NODE_INPUT_MISSING' });
  });

  test('without placeholders comes out as it is', async () => {
    await fc.assert(
      fc.asyncProperty(template, async (text) => {
        fc.pre(!/\{\{[^{}]*\}\}/.test(text));
        expect((await fill(text)).outputs).toEqual({ text });
      }),
    );
  });

  test('never makes an input of a reserved name', () => {
    fc.assert(
      fc.property(template, (text) => {
        for (const name of Object.keys(resolvePorts(declaration, { template: text }).inputs))
          expect(name).not.toMatch(/^(__.*|constructor|prototype|toString|valueOf|template)$/);
      }),
    );
  });
});

/** Runs the node past every check of an engine; gives its text or what it threw. */
async function runToEnd(
  given: Pick<Parameters<typeof run>[0], 'inputs' | 'props'>,
): Promise<unknown> {
  const context = { runId: 'run', nodeId: 'node', assets: new MemoryAssetStore() };
  try {
    const running = run({ ...given, context, signal: new AbortController().signal });
    const first = await running.next();
    return first.value?.kind === 'output' ? first.value.value : undefined;
  } catch (error) {
    return error;
  }
}
