import { createNodeRegistry, defineNode, implementNode, port } from '@nodetool-ai/graph';
import type { NodeImplementation, Workflow } from '@nodetool-ai/graph';
import { z } from 'zod';

/** What tests do from outside while a run goes on. */
export interface TestHooks {
  /** Nodes of the type `test.flow.Gate` wait for this. */
  readonly gate?: Promise<unknown>;
  /** Called by every `test.flow.Slow` item taken. */
  readonly onItem?: (item: unknown) => void;
}

const base = {
  version: 1,
  title: 'Test',
  description: 'Test.',
  needs: [],
  effects: 'pure',
} as const;

/** Gives its setting. */
const sourceNode = implementNode(
  defineNode({
    ...base,
    type: 'test.flow.Source',
    inputs: {},
    outputs: { value: { type: port.any } },
    props: z.object({ value: z.unknown() }),
  }),
  async function* ({ props }) {
    yield { kind: 'output', port: 'value', value: props.value };
  },
);

/** Gives on what comes, and fails, or gives nothing, when it is told to. */
const pass = implementNode(
  defineNode({
    ...base,
    type: 'test.flow.Pass',
    inputs: { value: { type: port.any, required: true }, other: { type: port.any } },
    outputs: { value: { type: port.any }, rest: { type: port.any } },
    props: z.object({
      mode: z.enum(['give', 'fail', 'nothing', 'twice', 'unknown']).default('give'),
    }),
  }),
  async function* ({ inputs, props }) {
    if (props.mode === 'fail') throw new Error('told to fail');
    if (props.mode === 'nothing') return;
    if (props.mode === 'unknown') yield { kind: 'output', port: 'nowhere', value: 1 };
    yield { kind: 'output', port: 'value', value: inputs.value };
    if (props.mode === 'twice') yield { kind: 'output', port: 'value', value: inputs.value };
  },
);

/** Says words one after the other; fails after `failAfter` of them. */
const speak = implementNode(
  defineNode({
    ...base,
    type: 'test.flow.Speak',
    inputs: {},
    outputs: {
      text: { type: port.text, mode: 'stream' },
      numbers: { type: port.number, mode: 'stream' },
    },
    props: z.object({ count: z.int().default(3), failAfter: z.int().optional() }),
  }),
  async function* ({ props, signal }) {
    for (let index = 0; index < props.count && !signal.aborted; index += 1) {
      if (index === props.failAfter) throw new Error('told to fail');
      yield { kind: 'delta', port: 'text', text: `w${index} ` };
      yield { kind: 'output', port: 'numbers', value: index };
    }
    yield { kind: 'log', level: 'info', message: 'all said' };
  },
);

/** Takes numbers, or stops after some. */
const sum = implementNode(
  defineNode({
    ...base,
    type: 'test.flow.Sum',
    inputs: { numbers: { type: port.number, mode: 'stream', required: true } },
    outputs: { total: { type: port.number } },
    props: z.object({ stopAfter: z.int().optional() }),
  }),
  async function* ({ inputs, props }) {
    let total = 0;
    let taken = 0;
    for await (const number of inputs.numbers) {
      total += number;
      taken += 1;
      if (taken === props.stopAfter) break;
    }
    yield { kind: 'output', port: 'total', value: total };
  },
);

/** Reads the second stream only after the first has ended. */
const oneAfterTheOther = implementNode(
  defineNode({
    ...base,
    type: 'test.flow.OneAfterTheOther',
    inputs: {
      first: { type: port.text, mode: 'stream', required: true },
      second: { type: port.number, mode: 'stream', required: true },
    },
    outputs: { count: { type: port.number } },
    props: z.object({}),
  }),
  async function* ({ inputs }) {
    let count = 0;
    for await (const _ of inputs.first) count += 1;
    for await (const _ of inputs.second) count += 1;
    yield { kind: 'output', port: 'count', value: count };
  },
);

function gateNode(hooks: TestHooks): NodeImplementation {
  return implementNode(
    defineNode({
      ...base,
      type: 'test.flow.Gate',
      inputs: { value: { type: port.any } },
      outputs: { value: { type: port.any } },
      props: z.object({ ignoresSignal: z.boolean().default(false) }),
    }),
    async function* ({ props, signal }) {
      yield { kind: 'wait', phase: 'loading' };
      const open = hooks.gate ?? Promise.resolve();
      if (props.ignoresSignal) await open;
      else {
        const aborted = new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
        await Promise.race([open, aborted]);
      }
      yield { kind: 'output', port: 'value', value: 'through' };
    },
  );
}

/** Collects values, lists too. */
const collect = implementNode(
  defineNode({
    ...base,
    type: 'test.flow.Collect',
    inputs: { items: { type: port.list(port.any), required: true } },
    outputs: { items: { type: port.list(port.any) } },
    props: z.object({}),
  }),
  async function* ({ inputs }) {
    yield { kind: 'output', port: 'items', value: inputs.items };
  },
);

/** A registry of nodes that do what tests need. */
export function testRegistry(hooks: TestHooks = {}) {
  const nodes = [sourceNode, pass, speak, sum, oneAfterTheOther, collect, gateNode(hooks)];
  return createNodeRegistry({ name: 'test', version: '1.0.0', nodes });
}

/** A workflow from a short notation: nodes `id: [type, data]` and wires `a.port > b.port`. */
export function flow(
  nodes: Readonly<Record<string, readonly [string, Record<string, unknown>?]>>,
  ...wires: readonly string[]
): Workflow {
  return {
    graph: {
      nodes: Object.entries(nodes).map(([id, [type, data = {}]]) => ({
        id,
        type: `test.flow.${type}`,
        data,
      })),
      edges: wires.map((wire, index) => {
        const [source = '', target = ''] = wire.split(' > ');
        const [sourceId = '', sourceHandle = ''] = source.split('.');
        const [targetId = '', targetHandle = ''] = target.split('.');
        return { id: `e${index}`, source: sourceId, sourceHandle, target: targetId, targetHandle };
      }),
    },
  };
}
