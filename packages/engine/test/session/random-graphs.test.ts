import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPromises, runFlow } from '../run-flow.ts';
import { flow } from '../test-nodes.ts';

const numRuns = process.env['NODETOOL_TEST_FULL'] === '1' ? 1000 : 100;

const kind = fc.oneof(
  fc.constant(['Source', { value: 1 }] as const),
  fc.record({ count: fc.nat(200) }).map((data) => ['Speak', data] as const),
  fc.record({ count: fc.nat(20), failAfter: fc.nat(30) }).map((data) => ['Speak', data] as const),
  fc
    .constantFrom('give', 'fail', 'nothing', 'twice')
    .map((mode) => ['Pass', { mode, value: 'own' }] as const),
  fc.record({ stopAfter: fc.integer({ min: 1, max: 50 }) }).map((data) => ['Sum', data] as const),
  fc.constant(['Collect', { items: [] }] as const),
);

const inputs: Readonly<Record<string, readonly string[]>> = {
  Pass: ['value', 'other'],
  Sum: ['numbers'],
  Collect: ['items'],
};
const outputs: Readonly<Record<string, readonly string[]>> = {
  Source: ['value'],
  Speak: ['text', 'numbers'],
  Pass: ['value', 'rest'],
  Sum: ['total'],
  Collect: ['items'],
};

test('whatever the graph, every run ends, and every promise about its events holds', async () => {
  const graphs = fc.tuple(
    fc.array(kind, { minLength: 1, maxLength: 10 }),
    fc.array(fc.nat(), { maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(graphs, async ([kinds, choices]) => {
      const nodes = Object.fromEntries(kinds.map((entry, index) => [`n${index}`, entry]));
      const wires = new Map<string, string>();
      for (let index = 0; index + 3 < choices.length; index += 4) {
        const [from = 0, output = 0, to = 0, input = 0] = choices.slice(index, index + 4);
        const target = to % kinds.length;
        const source = target === 0 ? -1 : from % target;
        const outs = outputs[kinds[source]?.[0] ?? ''] ?? [];
        const ins = inputs[kinds[target]?.[0] ?? ''] ?? [];
        if (outs.length === 0 || ins.length === 0) continue;
        const end = `n${target}.${ins[input % ins.length]}`;
        wires.set(end, `n${source}.${outs[output % outs.length]} > ${end}`);
      }
      const { events, result } = await runFlow(flow(nodes, ...wires.values()));
      expect(brokenPromises(events)).toEqual([]);
      const hasFailed = Object.values(result.nodes).some((node) => node.status === 'failed');
      const hasRun = Object.keys(result.nodes).length > 0;
      expect(result.status).toBe(hasRun && !hasFailed ? 'completed' : 'failed');
    }),
    { numRuns },
  );
});
