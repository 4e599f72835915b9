import { port } from '@nodetool-ai/graph';
import type { NodeDescription, PortType } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { planWidgets } from '../../src/widgets/widget-plan.ts';
import type { Widget } from '../../src/widgets/widget-plan.ts';
import { describeType, NODES } from '../node-pack.ts';

const KINDS = [
  'model',
  'text',
  'long-text',
  'number',
  'choice',
  'boolean',
  'image',
  'lines',
  'json',
];

const plan = (node: NodeDescription, wired: readonly string[] = []) =>
  planWidgets(node, node, new Set(wired));
const names = (widgets: readonly Widget[]) => widgets.map(({ name }) => name);

/** A widget of a node of the pack by its name. */
function widgetOf(type: string, name: string): Widget {
  const { main, more } = plan(describeType(type));
  const found = [...main, ...more].find((widget) => widget.name === name);
  if (found === undefined) throw new Error(`${type} has no widget ${name}`);
  return found;
}

/** A node that has one input of this type, and these settings as JSON Schema. */
function nodeWith(type: PortType | undefined, properties: Record<string, unknown> = {}) {
  const declared = describeType('text.Generate');
  const inputs = type === undefined ? {} : { input: { type } };
  const node: NodeDescription = { ...declared, inputs, props: { properties }, models: {} };
  return plan(node).more[0];
}

describe.each(NODES.map((node) => [node.type, node] as const))('%s', (_, node) => {
  const { main, more } = plan(node);

  test('has no widget of a kind that nobody draws', () => {
    for (const { kind } of [...main, ...more]) expect(KINDS).toContain(kind);
  });

  test('has one widget at most for each of its values, and each is one of them', () => {
    const all = names([...main, ...more]);
    expect(new Set(all).size).toBe(all.length);
    const values = [...Object.keys(node.inputs), ...settingsOf(node)];
    for (const name of all) expect(values).toContain(name);
  });

  test('has a widget for every setting, save who runs the model', () => {
    const all = names([...main, ...more]);
    const wanted = settingsOf(node).filter((name) => name !== 'provider');
    expect(all).toEqual(expect.arrayContaining(wanted));
    expect(all).not.toContain('provider');
  });

  test('shows its model first, and always', () => {
    const models = Object.keys(node.models ?? {});
    expect(names(main).slice(0, models.length)).toEqual(models);
    for (const widget of main.slice(0, models.length))
      expect(widget).toMatchObject({ kind: 'model', isRequired: true });
  });

  test('always shows what it cannot run without, if it can be typed; a preview waits for its wire', () => {
    const needed = more.filter(({ isRequired }) => isRequired === true);
    expect(names(needed)).toEqual(node.role === 'output' ? ['value'] : []);
  });

  test('has no widget for inputs with a wire', () => {
    const inputs = Object.keys(node.inputs);
    const wired = plan(node, inputs);
    for (const name of names([...wired.main, ...wired.more])) expect(inputs).not.toContain(name);
  });
});

function settingsOf(node: NodeDescription): readonly string[] {
  return Object.keys(node.props['properties'] ?? {});
}

describe('a setting', () => {
  test('with a few values is a choice: how much to think', () => {
    expect(widgetOf('text.Generate', 'think')).toMatchObject({
      kind: 'choice',
      choices: ['default', 'off', 'on', 'low', 'medium', 'high', 'max'],
      fallback: 'default',
    });
  });

  test('that is a number has its bounds: temperature', () => {
    expect(widgetOf('text.Generate', 'temperature')).toMatchObject({
      kind: 'number',
      minimum: 0,
      maximum: 2,
      isInteger: false,
    });
  });

  test('that is a whole number says so, and has no bounds that are only those of numbers', () => {
    expect(widgetOf('text.Generate', 'topK')).toMatchObject({ isInteger: true, maximum: 1000 });
    const widest = {
      type: 'integer',
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    };
    const widget = nodeWith(undefined, { count: widest });
    expect(widget).toMatchObject({ kind: 'number', isInteger: true });
    expect(widget).not.toHaveProperty('minimum');
    expect(widget).not.toHaveProperty('maximum');
  });

  test.each([
    ['strictContext', 'boolean'],
    ['stop', 'lines'],
    ['keepAlive', 'text'],
    ['format', 'json'],
  ])('%s is edited as %s', (name, kind) => {
    expect(widgetOf('text.Generate', name).kind).toBe(kind);
  });

  test('for any JSON is edited as JSON', () => {
    expect(widgetOf('data.JsonPath', 'fallback').kind).toBe('json');
  });

  test('that is one of a few words or a number is not typed as any text', () => {
    const words = { type: 'string', enum: ['auto'] };
    const number = { type: 'number' };
    expect(nodeWith(undefined, { size: { anyOf: [words, number] } })?.kind).toBe('json');
    const text = { type: 'string' };
    expect(nodeWith(undefined, { size: { anyOf: [text, number] } })?.kind).toBe('text');
  });

  test('that may be a long text gets several lines, a short one does not', () => {
    expect(widgetOf('text.Template', 'template').kind).toBe('long-text');
    expect(widgetOf('data.JsonPath', 'path').kind).toBe('text');
    expect(nodeWith(undefined, { note: { type: 'string' } })?.kind).toBe('text');
  });

  test('says what it is for, and what holds when it is not set', () => {
    expect(widgetOf('data.JsonPath', 'path')).toMatchObject({
      description: expect.stringContaining('Where the value is'),
      fallback: '$',
    });
    expect(widgetOf('text.Generate', 'temperature')).not.toHaveProperty('fallback');
  });

  test('is labelled in words', () => {
    expect(widgetOf('text.Generate', 'maxTokens').label).toBe('Max tokens');
    expect(widgetOf('text.Generate', 'seed').label).toBe('Seed');
  });

  test('that is no schema is left out', () => {
    expect(nodeWith(undefined, { broken: true })).toBeUndefined();
  });

  test('that matters most is always shown: the template, the path', () => {
    expect(names(plan(describeType('text.Template')).main)).toContain('template');
    expect(names(plan(describeType('data.JsonPath')).main)).toContain('path');
  });
});

describe('an input', () => {
  test.each([
    [port.text, 'long-text'],
    [port.any, 'long-text'],
    [port.number, 'number'],
    [port.boolean, 'boolean'],
    [port.image, 'image'],
    [port.json, 'json'],
    [port.list(port.text), 'lines'],
    [port.list(port.image), 'image'],
  ])('of %j is edited as %s', (type, kind) => {
    expect(nodeWith(type)?.kind).toBe(kind);
  });

  test.each([[port.embedding()], [port.model], [port.list(port.embedding())]])(
    'of %j cannot be typed',
    (type) => {
      expect(nodeWith(type)).toBeUndefined();
    },
  );

  test('has the title of its declaration, and what holds without a value', () => {
    expect(widgetOf('text.Generate', 'prompt')).toMatchObject({
      label: 'Prompt',
      description: 'What the model answers.',
      isRequired: true,
    });
    expect(widgetOf('image.Vision', 'prompt').fallback).toBe('Describe this image.');
    expect(nodeWith(port.text)?.label).toBe('input');
  });

  test('of a parameter of the workflow is always shown, required or not', () => {
    expect(names(plan(describeType('input.Text')).main)).toEqual(['value']);
    expect(names(plan(describeType('input.Number')).main)).toEqual(['value']);
  });
});

test('a node without inputs and settings has no widgets', () => {
  const { main, more } = plan(describeType('data.Similarity'));
  expect([...main, ...more]).toEqual([]);
});

test('the model of a node is not also one of its settings', () => {
  const { main, more } = plan(describeType('text.Embed'));
  expect(names([...main, ...more]).filter((name) => name === 'model')).toEqual(['model']);
});
