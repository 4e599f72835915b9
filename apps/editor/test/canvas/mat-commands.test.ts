import { beforeEach, describe, expect, test } from 'vitest';
import { addBridge, addNode, addWired, drawWire } from '../../src/canvas/mat-commands.ts';
import { findBridge } from '../../src/catalog/find-bridge.ts';
import { createDocument, workflowOf } from '../../src/document/document-store.ts';
import type { DocumentStore } from '../../src/document/document-store.ts';
import { portsByNode } from '../../src/document/node-ports.ts';
import { wire, workflowWith } from '../document/small-workflows.ts';
import { CATALOG, describeType, nodeOf, NODES } from '../node-pack.ts';

const start = workflowWith(
  [
    nodeOf('input.Text', { id: 'text' }),
    nodeOf('input.Image', { id: 'image' }),
    nodeOf('text.Generate', { id: 'generate' }),
    nodeOf('text.Embed', { id: 'embed' }),
    nodeOf('data.JsonPath', { id: 'json' }),
  ],
  [wire('text.value to generate.prompt'), wire('text.value to embed.text')],
);
const AT = { x: 800, y: 0 };

let document: DocumentStore;
beforeEach(() => {
  document = createDocument(start, null);
});

/** The wires as `a.out to b.in`. */
const wires = () =>
  workflowOf(document).graph.edges.map(
    (edge) => `${edge.source}.${edge.sourceHandle} to ${edge.target}.${edge.targetHandle}`,
  );
const ports = () =>
  portsByNode(workflowOf(document), { describe: CATALOG.describe, resolved: () => undefined });

/** An end of a wire with what the declaration says of it. */
function end(nodeId: string, side: 'input' | 'output', port: string) {
  const here = ports().get(nodeId);
  const declared = side === 'input' ? here?.inputs[port] : here?.outputs[port];
  if (declared === undefined) throw new Error(`${nodeId} has no ${side} ${port}`);
  return { nodeId, side, port, type: declared.type };
}

/** Takes the last step back and expects all to be as before. */
function expectOneStep() {
  document.undo();
  expect(workflowOf(document)).toBe(start);
}

test('a node is added, selected, and taken back in one step', () => {
  expect(addNode(document, describeType('output.Preview'), AT)).toBe('preview');
  expect([...document.getState().selectedNodes]).toEqual(['preview']);
  expectOneStep();
});

describe('a node at the end of a wire', () => {
  test('is wired behind an output', () => {
    const add = { node: describeType('output.Preview'), port: 'value', at: AT };
    addWired(document, add, end('generate', 'output', 'text'));
    expect(wires().at(-1)).toBe('generate.text to preview.value');
    expectOneStep();
  });

  test('before an input takes the place of the wire that is there', () => {
    const add = { node: describeType('text.Template'), port: 'text', at: AT };
    addWired(document, add, end('generate', 'input', 'prompt'));
    expect(wires()).toEqual(['text.value to embed.text', 'template.text to generate.prompt']);
    expectOneStep();
  });

  test('before a list comes beside the wires that are there', () => {
    const add = { node: describeType('text.Template'), port: 'text', at: AT };
    addWired(document, add, end('embed', 'input', 'text'));
    expect(wires()).toEqual([
      'text.value to generate.prompt',
      'text.value to embed.text',
      'template.text to embed.text',
    ]);
  });
});

describe('a bridge', () => {
  const refusal = (target: ReturnType<typeof end>) => ({
    source: end('image', 'output', 'value'),
    target,
    reason: 'no',
    at: { x: 0, y: 0 },
    isReleased: true,
  });

  function build(nodeId: string, port: string) {
    const refused = refusal(end(nodeId, 'input', port));
    const bridge = findBridge(NODES, refused.source.type, refused.target.type);
    if (bridge === undefined) throw new Error('there is no bridge');
    addBridge(document, refused, bridge, AT);
  }

  test('stands between two ports and takes the place of the wire that is there', () => {
    build('generate', 'prompt');
    expect(wires()).toEqual([
      'text.value to embed.text',
      'image.value to vision.image',
      'vision.text to generate.prompt',
    ]);
    expectOneStep();
  });

  test('to a list comes beside the wires that are there', () => {
    build('embed', 'text');
    expect(wires()).toEqual([
      'text.value to generate.prompt',
      'text.value to embed.text',
      'image.value to vision.image',
      'vision.text to embed.text',
    ]);
  });
});

describe('a wire', () => {
  const draw = (words: string) => {
    const { source, sourceHandle, target, targetHandle } = wire(words);
    const from = { nodeId: source, port: sourceHandle };
    return drawWire(document, ports(), from, { nodeId: target, port: targetHandle });
  };

  test('that fits is drawn in one step with what gives way', () => {
    expect(draw('text.value to generate.system')).toBe(true);
    expect(wires().at(-1)).toBe('text.value to generate.system');
    expectOneStep();
  });

  test('that only the run can judge is drawn', () => {
    expect(draw('json.value to generate.system')).toBe(true);
    expect(wires().at(-1)).toBe('json.value to generate.system');
  });

  test('that does not fit is not drawn, and is no step', () => {
    expect(draw('image.value to generate.prompt')).toBe(false);
    expect(workflowOf(document)).toBe(start);
    expect(document.getState().history.past).toEqual([]);
  });
});
