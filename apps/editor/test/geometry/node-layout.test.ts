import { port } from '@nodetool-ai/graph';
import type { ResolvedPorts, WorkflowNode } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { MEASURES, NODE_WIDTH } from '../../src/geometry/measures.ts';
import { layoutNode, shownText } from '../../src/geometry/node-layout.ts';
import type { NodeLayout } from '../../src/geometry/node-layout.ts';
import { CATALOG, NODES, nodeOf, portsOf } from '../node-pack.ts';

interface Standing {
  readonly wired?: readonly string[];
  readonly hasStatus?: boolean;
  readonly ports?: ResolvedPorts;
}

const layout = (node: WorkflowNode, { wired = [], hasStatus = false, ports }: Standing = {}) =>
  layoutNode({
    node,
    description: CATALOG.describe(node.type),
    ports: ports ?? portsOf(node),
    wired: new Set(wired),
    hasStatus,
  });

const placesOf = ({ ports }: NodeLayout, side: string) =>
  ports.filter((placed) => placed.side === side).map(({ name, x, y }) => ({ name, x, y }));
const widgetsOf = ({ widgets }: NodeLayout) => widgets.map(({ widget }) => widget.name);
const heightOf = ({ widgets }: NodeLayout, name: string) =>
  widgets.find(({ widget }) => widget.name === name)?.heightPx;

/** The y of the middle of the first row of ports, without a status line. */
const FIRST_ROW = 1 + 32 + 8 + 4 + 12;

describe('ports', () => {
  test('stand in the order of the declaration, inputs at the left edge, outputs at the right', () => {
    const generate = layout(nodeOf('text.Generate'));
    const middle = MEASURES.handle / 2;
    const rows = [FIRST_ROW, FIRST_ROW + 24];
    expect(placesOf(generate, 'input')).toEqual([
      { name: 'prompt', x: -middle, y: (rows[0] ?? 0) - middle },
      { name: 'system', x: -middle, y: (rows[1] ?? 0) - middle },
    ]);
    expect(placesOf(generate, 'output')).toEqual([
      { name: 'text', x: generate.width - middle, y: (rows[0] ?? 0) - middle },
      { name: 'thinking', x: generate.width - middle, y: (rows[1] ?? 0) - middle },
    ]);
  });

  test('bear their declaration', () => {
    const { ports } = layout(nodeOf('text.Generate'));
    expect(ports.find(({ name }) => name === 'text')?.declaration).toMatchObject({
      type: port.text,
      mode: 'stream',
    });
  });

  test.each(NODES.map(({ type }) => [type]))('of %s are all within it', (type) => {
    const placed = layout(nodeOf(type));
    expect(placed.ports.length).toBeGreaterThan(0);
    for (const { y } of placed.ports) {
      expect(y).toBeGreaterThan(MEASURES.header);
      expect(y + MEASURES.handle).toBeLessThanOrEqual(placed.height);
    }
  });

  test('need as many rows as the longer side has', () => {
    expect(layout(nodeOf('data.Similarity')).portRows).toBe(3);
    expect(layout(nodeOf('text.Generate')).portRows).toBe(2);
    expect(layout(nodeOf('data.JsonPath')).portRows).toBe(1);
    const template = nodeOf('text.Template', { data: { template: '{{ a }} {{ b }} {{ c }}' } });
    expect(layout(template).portRows).toBe(3);
  });

  test('of an input of the workflow are only its output: its value is typed', () => {
    const number = layout(nodeOf('input.Number'));
    expect(placesOf(number, 'input')).toEqual([]);
    expect(placesOf(number, 'output').map(({ name }) => name)).toEqual(['value']);
    expect(widgetsOf(number)).toEqual(['value']);
  });

  test('follow from the settings where the server says so', () => {
    const node = nodeOf('text.Template', { data: { template: '{{ one }} and {{ two }}' } });
    expect(placesOf(layout(node), 'input').map(({ name }) => name)).toEqual(['one', 'two']);
  });

  test('move down by 24 with a line that says how the node is, and the node grows by it', () => {
    const quiet = layout(nodeOf('text.Generate'));
    const told = layout(nodeOf('text.Generate'), { hasStatus: true });
    expect(told.ports.map(({ y }) => y)).toEqual(quiet.ports.map(({ y }) => y + 24));
    expect(told.ports.map(({ x }) => x)).toEqual(quiet.ports.map(({ x }) => x));
    expect(told.height).toBe(quiet.height + 24);
  });

  test('do not move when settings are shown', () => {
    const folded = layout(nodeOf('text.Generate'));
    const open = layout(nodeOf('text.Generate', { ui_properties: { expanded: true } }));
    expect(open.ports).toEqual(folded.ports);
  });
});

describe('widgets', () => {
  test('are those that matter, and the others are counted', () => {
    const generate = layout(nodeOf('text.Generate'));
    expect(widgetsOf(generate)).toEqual(['model', 'prompt']);
    expect(generate.canFold).toBe(true);
    const open = layout(nodeOf('text.Generate', { ui_properties: { expanded: true } }));
    expect(generate.foldedCount).toBe(open.widgets.length - 2);
    expect(open).toMatchObject({ foldedCount: 0, canFold: true });
  });

  test('are not there for inputs with a wire, folded or not', () => {
    expect(widgetsOf(layout(nodeOf('text.Generate'), { wired: ['prompt'] }))).toEqual(['model']);
    const open = nodeOf('text.Generate', { ui_properties: { expanded: true } });
    const widgets = widgetsOf(layout(open, { wired: ['prompt', 'system'] }));
    expect(widgets).not.toContain('prompt');
    expect(widgets).not.toContain('system');
    expect(widgets).toContain('temperature');
  });

  test('of values that are set stay in sight and are not counted as folded', () => {
    const bare = layout(nodeOf('text.Generate'));
    const set = layout(nodeOf('text.Generate', { data: { temperature: 0, system: 'Be brief.' } }));
    expect(widgetsOf(set)).toEqual(['model', 'prompt', 'system', 'temperature']);
    expect(set.foldedCount).toBe(bare.foldedCount - 2);
  });

  test('of values that are empty or as they would be anyway are folded', () => {
    const data = { system: '', think: 'default', strictContext: false, seed: null };
    expect(widgetsOf(layout(nodeOf('text.Generate', { data })))).toEqual(['model', 'prompt']);
    const changed = { think: 'off', strictContext: true };
    expect(widgetsOf(layout(nodeOf('text.Generate', { data: changed })))).toEqual([
      'model',
      'prompt',
      'think',
      'strictContext',
    ]);
  });

  test('are all set: then there is nothing to fold', () => {
    const node = nodeOf('data.JsonPath', { data: { fallback: 0 } });
    expect(layout(node)).toMatchObject({ foldedCount: 0, canFold: false });
  });

  test('of name and description of an input stay folded: its title says them', () => {
    const data = { value: 'x', name: 'question', description: 'What to ask.' };
    expect(widgetsOf(layout(nodeOf('input.Text', { data })))).toEqual(['value']);
    expect(widgetsOf(layout(nodeOf('output.Preview', { data: { name: 'answer' } })))).toEqual([]);
  });

  test('read the settings of files that call them properties', () => {
    const node = { id: 'a', type: 'nodetool.text.Generate', properties: { temperature: 1 } };
    expect(widgetsOf(layout(node))).toContain('temperature');
  });

  test.each(['hasOwnProperty', 'isPrototypeOf', 'toLocaleString'])(
    'of an input called %s are empty like any other',
    (name) => {
      const node = nodeOf('text.Template', { data: { template: `{{ ${name} }}` } });
      const placed = layout(node);
      expect(widgetsOf(placed)).toContain(name);
      expect(heightOf(placed, name)).toBe(2 * MEASURES.textLine + MEASURES.textPadding);
    },
  );
});

test('an input that is not set is folded, also one called as what every object has', () => {
  const ports = { inputs: { hasOwnProperty: { type: port.text } }, outputs: {} };
  const placed = layout(nodeOf('text.Template'), { ports });
  expect(widgetsOf(placed)).toEqual(['template']);
  expect(placed.foldedCount).toBe(1);
});

describe('heights', () => {
  const line = MEASURES.textLine;
  const prompt = (text: unknown) =>
    heightOf(layout(nodeOf('text.Generate', { data: { prompt: text } })), 'prompt');

  test('are the sum of the parts', () => {
    const { height } = layout(nodeOf('data.Similarity'));
    expect(height).toBe(1 + 32 + 8 + (3 * 24 + 8) + 1);
    const path = layout(nodeOf('data.JsonPath'), { wired: ['json'] });
    // One field, and the button that unfolds the other one.
    expect(path.height).toBe(1 + 32 + 8 + (24 + 8) + (2 + 26 + 6 + 26 + 8) + 1);
  });

  test('of a text follow from its lines, two at least and eight at most', () => {
    const padding = MEASURES.textPadding;
    expect(prompt(undefined)).toBe(2 * line + padding);
    expect(prompt('one')).toBe(2 * line + padding);
    expect(prompt('1\n2\n3')).toBe(3 * line + padding);
    expect(prompt('1\n\n\n4')).toBe(4 * line + padding);
    expect(prompt('x\n'.repeat(100))).toBe(8 * line + padding);
  });

  test('of a long line count the lines into which it is broken', () => {
    const short = prompt('word '.repeat(6));
    const long = prompt('word '.repeat(40));
    expect(long).toBeGreaterThan(short ?? 0);
    expect(long).toBeLessThanOrEqual(8 * line + MEASURES.textPadding);
  });

  test('of a list count its items', () => {
    const node = nodeOf('text.Embed', { data: { text: ['a', 'b', 'c', 'd'] } });
    expect(heightOf(layout(node), 'text')).toBe(4 * line + MEASURES.textPadding);
  });

  test('of an image and of a field are always the same', () => {
    expect(heightOf(layout(nodeOf('input.Image')), 'value')).toBe(MEASURES.imageWell);
    expect(heightOf(layout(nodeOf('input.Number')), 'value')).toBe(MEASURES.field);
    expect(heightOf(layout(nodeOf('text.Generate')), 'model')).toBe(MEASURES.field);
  });

  test('follow from the value that holds when none is set', () => {
    const node = nodeOf('image.Vision', { ui_properties: { expanded: true } });
    expect(heightOf(layout(node), 'prompt')).toBe(2 * line + MEASURES.textPadding);
  });
});

describe('the width', () => {
  test('is larger where a model or a result is shown', () => {
    for (const type of ['text.Generate', 'text.Embed', 'image.Vision', 'output.Preview'])
      expect(layout(nodeOf(type)).width).toBe(NODE_WIDTH.wide);
    for (const type of ['input.Text', 'text.Template', 'data.JsonPath'])
      expect(layout(nodeOf(type)).width).toBe(NODE_WIDTH.standard);
  });
});

describe('a type that is not installed', () => {
  const node = nodeOf('other.pack.Strange', { data: { secret: 'kept' } });

  test('has the ports that its wires name, and no widgets', () => {
    const ports = { inputs: { in: { type: port.any } }, outputs: { out: { type: port.any } } };
    const placed = layout(node, { ports });
    expect(placed.ports.map(({ name, side }) => `${side} ${name}`)).toEqual([
      'input in',
      'output out',
    ]);
    expect(placed).toMatchObject({ widgets: [], foldedCount: 0, canFold: false });
    expect(placed.width).toBe(NODE_WIDTH.standard);
  });

  test('has room for the sentence that its settings are kept', () => {
    expect(layout(node).height).toBe(1 + 32 + 8 + (2 + 26 + 8) + 1);
  });
});

describe('a value in a field of several lines', () => {
  test.each([
    [undefined, 'json', ''],
    [null, 'json', ''],
    [() => 'a function', 'long-text', ''],
    ['as it is', 'json', 'as it is'],
    [['a', 1, true], 'lines', 'a\n1\ntrue'],
    [{ a: 1 }, 'json', '{\n  "a": 1\n}'],
    [{ a: 1 }, 'long-text', '{"a":1}'],
    [0, 'long-text', '0'],
  ] as const)('%j as %s is shown as %j', (value, kind, text) => {
    expect(shownText(value, kind)).toBe(text);
  });
});
