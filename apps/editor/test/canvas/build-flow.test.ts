import { port } from '@nodetool-ai/graph';
import type { ResolvedPorts, Workflow } from '@nodetool-ai/graph';
import { Position } from '@xyflow/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildEdges, FlowBuilder } from '../../src/canvas/build-flow.ts';
import type { FlowInput } from '../../src/canvas/build-flow.ts';
import { moveNodes, setData } from '../../src/document/edits.ts';
import { portsByNode } from '../../src/document/node-ports.ts';
import { MEASURES } from '../../src/geometry/measures.ts';
import { layoutNode } from '../../src/geometry/node-layout.ts';
import { plainNode, wire, workflowWith } from '../document/small-workflows.ts';
import { CATALOG, describeType, nodeOf } from '../node-pack.ts';

const NOTHING: ReadonlySet<string> = new Set();
const position = (x: number, y: number) => ({ ui_properties: { position: { x, y } } });

const chain = workflowWith(
  [
    nodeOf('input.Text', { id: 'text', ...position(0, 0) }),
    nodeOf('text.Generate', { id: 'generate', ...position(320, 0) }),
    nodeOf('output.Preview', { id: 'preview', ...position(700, 40) }),
  ],
  [wire('text.value to generate.prompt'), wire('generate.text to preview.value')],
);

const portsIn = (workflow: Workflow) =>
  portsByNode(workflow, { describe: CATALOG.describe, resolved: () => undefined });

const inputOf = (workflow: Workflow, more: Partial<FlowInput> = {}): FlowInput => ({
  workflow,
  ports: portsIn(workflow),
  catalog: CATALOG,
  selectedNodes: NOTHING,
  selectedEdges: NOTHING,
  hasRun: () => false,
  dragged: new Map(),
  measured: new Map(),
  ...more,
});

let builder: FlowBuilder;
beforeEach(() => {
  builder = new FlowBuilder();
});

/** The ids of the nodes that are other objects after a change. */
function changedBy(first: FlowInput, second: FlowInput): readonly string[] {
  const before = new Set(builder.nodes(first));
  return builder
    .nodes(second)
    .filter((node) => !before.has(node))
    .map(({ id }) => id);
}

describe('the nodes', () => {
  test('are there in the order of the workflow, where it says, as wide as they are laid out', () => {
    const nodes = builder.nodes(inputOf(chain));
    expect(nodes.map(({ id, position: { x, y } }) => [id, x, y])).toEqual([
      ['text', 0, 0],
      ['generate', 320, 0],
      ['preview', 700, 40],
    ]);
    expect(nodes.map(({ width }) => width)).toEqual([240, 288, 288]);
  });

  test('have a size and handles before they were ever drawn', () => {
    for (const flow of builder.nodes(inputOf(chain))) {
      const { layout, node } = flow.data;
      expect(flow.measured).toEqual({ width: layout.width, height: layout.height });
      const inputs = node.id === 'text' ? 0 : Object.keys(describePorts(node.type).inputs).length;
      const outputs = Object.keys(describePorts(node.type).outputs).length;
      const sides = flow.handles?.map(({ type }) => type) ?? [];
      expect(sides.filter((side) => side === 'target').length).toBe(inputs);
      expect(sides.filter((side) => side === 'source').length).toBe(outputs);
    }
  });

  test('have their handles where the layout has the ports', () => {
    const generate = builder.nodes(inputOf(chain))[1];
    const [prompt] = generate?.data.layout.ports ?? [];
    expect(generate?.handles?.[0]).toEqual({
      id: 'prompt',
      type: 'target',
      position: Position.Left,
      x: prompt?.x,
      y: prompt?.y,
      width: MEASURES.handle,
      height: MEASURES.handle,
    });
    expect(generate?.handles?.at(-1)).toMatchObject({ id: 'thinking', position: Position.Right });
  });

  test('keep the size that was measured on the screen', () => {
    const measured = new Map([['generate', { width: 288, height: 999 }]]);
    const nodes = builder.nodes(inputOf(chain, { measured }));
    expect(nodes[1]?.measured).toEqual({ width: 288, height: 999 });
    expect(nodes[0]?.measured?.height).not.toBe(999);
  });

  test('are laid out without the widgets of inputs that have a wire', () => {
    const [, generate] = builder.nodes(inputOf(chain));
    expect(generate?.data.layout.widgets.map(({ widget }) => widget.name)).toEqual(['model']);
    expect(generate?.data.wired).toEqual(new Set(['input prompt', 'output text']));
  });

  test('are laid out with a line where there is something to say of them', () => {
    const bypassed = { ...position(0, 0), ui_properties: { bypassed: true } };
    const workflow = workflowWith([
      nodeOf('text.Generate', { id: 'quiet' }),
      nodeOf('text.Generate', { id: 'ran' }),
      nodeOf('text.Generate', { id: 'off', ...bypassed }),
      plainNode('strange'),
    ]);
    const nodes = builder.nodes(inputOf(workflow, { hasRun: (id) => id === 'ran' }));
    const lines = nodes.map(({ data: { node, description, ports, layout } }) => {
      const plain = { node, description, ports, wired: NOTHING, hasStatus: false };
      return layout.height - layoutNode(plain).height;
    });
    expect(lines).toEqual([0, 24, 24, 24]);
  });

  test('are where they are dragged to while they are dragged', () => {
    const dragged = new Map([['text', { x: 11, y: 22 }]]);
    expect(builder.nodes(inputOf(chain, { dragged }))[0]?.position).toEqual({ x: 11, y: 22 });
  });

  function describePorts(type: string): ResolvedPorts {
    return CATALOG.describe(type) ?? { inputs: {}, outputs: {} };
  }
});

describe('a node stays the same object', () => {
  test('when nothing changed', () => {
    expect(changedBy(inputOf(chain), inputOf(chain))).toEqual([]);
  });

  test.each([
    ['it is moved across', { dragged: new Map([['generate', { x: 321, y: 0 }]]) }],
    ['it is moved down', { dragged: new Map([['generate', { x: 320, y: 1 }]]) }],
    ['it is selected', { selectedNodes: new Set(['generate']) }],
    ['it is part of a run', { hasRun: (id: string) => id === 'generate' }],
    ['it was measured', { measured: new Map([['generate', { width: 288, height: 300 }]]) }],
  ])('unless %s, and then the others do', (_, more) => {
    expect(changedBy(inputOf(chain), inputOf(chain, more))).toEqual(['generate']);
  });

  test('unless it is edited, and then the others do', () => {
    const edited = setData('generate', { temperature: 1 })(chain);
    expect(changedBy(inputOf(chain), inputOf(edited))).toEqual(['generate']);
    const moved = moveNodes(new Map([['text', { x: 8, y: 8 }]]))(chain);
    expect(changedBy(inputOf(chain), inputOf(moved))).toEqual(['text']);
  });

  test('unless a wire of it comes or goes', () => {
    const [first] = chain.graph.edges;
    const without = workflowWith(chain.graph.nodes, first === undefined ? [] : [first]);
    expect(changedBy(inputOf(chain), inputOf(without))).toEqual(['generate', 'preview']);
  });

  test('unless its ports are others', () => {
    const first = inputOf(chain);
    const others = new Map(first.ports).set('preview', { inputs: {}, outputs: {} });
    expect(changedBy(first, { ...first, ports: others })).toEqual(['preview']);
  });

  test('and is forgotten when it was not there for a while', () => {
    const before = builder.nodes(inputOf(chain));
    builder.nodes(inputOf(workflowWith([])));
    expect(builder.nodes(inputOf(chain))[0]).not.toBe(before[0]);
  });
});

describe('5,000 nodes', () => {
  const COUNT = 5000;
  const workflow = workflowWith(
    Array.from({ length: COUNT }, (_, index) =>
      nodeOf('text.Generate', { id: `n${index}`, ...position(index * 8, 0) }),
    ),
    Array.from({ length: COUNT - 1 }, (_, index) => wire(`n${index}.text to n${index + 1}.prompt`)),
  );

  /** Ports that count how often they are looked at: each layout of a node does so. */
  function countedPorts(ids: readonly string[]) {
    const { inputs, outputs } = describeType('text.Generate');
    const count = { looks: 0 };
    const counted: ResolvedPorts = {
      get inputs() {
        count.looks += 1;
        return inputs;
      },
      outputs,
    };
    return { count, ports: new Map(ids.map((id) => [id, counted])) };
  }

  test('are laid out once each, then only those that changed', () => {
    const one = countedPorts(['n0']);
    const [first] = workflow.graph.nodes;
    builder.nodes(inputOf(workflowWith(first === undefined ? [] : [first]), one));
    const looksOfALayout = one.count.looks;
    expect(looksOfALayout).toBeGreaterThan(0);

    const { count, ports } = countedPorts(workflow.graph.nodes.map(({ id }) => id));
    const layouts = () => {
      const { looks } = count;
      count.looks = 0;
      return looks / looksOfALayout;
    };
    const many = new FlowBuilder();
    const input = inputOf(workflow, { ports });
    many.nodes(input);
    expect(layouts()).toBe(COUNT);
    many.nodes({ ...input });
    expect(layouts()).toBe(0);
    many.nodes({ ...input, dragged: new Map([['n7', { x: 1, y: 1 }]]) });
    expect(layouts()).toBe(1);
    many.nodes({ ...input, selectedNodes: new Set(['n7', 'n8', 'n9']) });
    expect(layouts()).toBe(3);
  });

  test('are wired by 4,999 wires', () => {
    expect(buildEdges(inputOf(workflow)).length).toBe(COUNT - 1);
  });
});

describe('the wires', () => {
  test('lead from port to port and bear what they carry', () => {
    const [first] = buildEdges(inputOf(chain));
    expect(first).toMatchObject({
      id: 'text.value to generate.prompt',
      type: 'wire',
      source: 'text',
      sourceHandle: 'value',
      target: 'generate',
      targetHandle: 'prompt',
      data: { type: port.text, title: 'text value to generate prompt' },
    });
  });

  test('are selected one by one', () => {
    const selectedEdges = new Set(['generate.text to preview.value']);
    const edges = buildEdges(inputOf(chain, { selectedEdges }));
    expect(edges.map(({ selected }) => selected)).toEqual([false, true]);
  });

  test('of a stream carry a list, save text, which is joined', () => {
    const ports = portsIn(chain);
    const streams = (type: typeof port.number | typeof port.text): ResolvedPorts => ({
      inputs: {},
      outputs: { value: { type, mode: 'stream' } },
    });
    const typeOf = (given: ResolvedPorts) =>
      buildEdges(inputOf(chain, { ports: new Map(ports).set('text', given) }))[0]?.data?.type;
    expect(typeOf(streams(port.number))).toEqual(port.list(port.number));
    expect(typeOf(streams(port.text))).toEqual(port.text);
  });

  test('without an end are not drawn, to a port that is no more they are', () => {
    const workflow = workflowWith(chain.graph.nodes, [
      wire('ghost.value to generate.prompt'),
      wire('text.value to ghost.prompt'),
      wire('text.gone to generate.gone'),
    ]);
    expect(buildEdges(inputOf(workflow)).map(({ id }) => id)).toEqual([
      'text.gone to generate.gone',
    ]);
  });

  test('all lead to handles that the nodes have', () => {
    const workflow = workflowWith(
      [...chain.graph.nodes, plainNode('strange')],
      [
        ...chain.graph.edges,
        wire('generate.thinking to strange.any'),
        wire('text.gone to strange.x'),
      ],
    );
    const input = inputOf(workflow);
    const handles = new Set(
      builder
        .nodes(input)
        .flatMap(({ id, handles: own = [] }) =>
          own.map((handle) => `${id} ${handle.type} ${handle.id}`),
        ),
    );
    for (const edge of buildEdges(input)) {
      expect(handles).toContain(`${edge.source} source ${edge.sourceHandle}`);
      expect(handles).toContain(`${edge.target} target ${edge.targetHandle}`);
    }
  });
});
