import { readFileSync } from 'node:fs';
import { parseWorkflow, readWorkflow, serializeWorkflow } from '@nodetool-ai/graph';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const text = readFileSync(new URL('../fixtures/nodetool-workflow.json', import.meta.url), 'utf8');
const original: Record<string, unknown> = JSON.parse(text);

describe('a file of another tool', () => {
  test('comes back with every field, known or not', () => {
    const saved: unknown = JSON.parse(serializeWorkflow(parseWorkflow(text)));
    expect(saved).toEqual({ ...original, formatVersion: 1 });
  });

  test.each(Object.keys(original).filter((key) => key !== 'graph'))('keeps the field %s', (key) => {
    expect(JSON.parse(serializeWorkflow(parseWorkflow(text)))[key]).toEqual(original[key]);
  });

  test('is written in the same bytes every time, whatever the order of its keys', () => {
    const once = serializeWorkflow(parseWorkflow(text));
    const shuffled = JSON.stringify(Object.fromEntries(Object.entries(original).toReversed()));
    expect(serializeWorkflow(parseWorkflow(once))).toBe(once);
    expect(serializeWorkflow(parseWorkflow(shuffled))).toBe(once);
  });

  test('opens when it is the bare graph', () => {
    const workflow = parseWorkflow(
      JSON.stringify({ nodes: [{ id: 'a', type: 'x.Y' }], edges: [] }),
    );
    expect(workflow.graph.nodes).toEqual([{ id: 'a', type: 'x.Y' }]);
  });

  test('opens with a byte-order mark', () => {
    expect(parseWorkflow(`\uFEFF${text}`).name).toBe('A workflow of another tool');
  });
});

test('whatever else stands in a file is kept', () => {
  const safeKey = fc
    .string({ minLength: 1 })
    .filter((key) => key !== '__proto__' && key !== 'constructor');
  const extras = fc
    .dictionary(safeKey, fc.jsonValue({ maxDepth: 3 }))
    .filter((value) => !JSON.stringify(value).includes('__proto__'));
  fc.assert(
    fc.property(extras, extras, extras, (onNode, onEdge, data) => {
      const workflow = {
        formatVersion: 1,
        graph: {
          nodes: [{ ...prefixed(onNode), id: 'a', type: 'x.Y', data }],
          edges: [
            {
              ...prefixed(onEdge),
              id: 'e',
              source: 'a',
              sourceHandle: 'o',
              target: 'a',
              targetHandle: 'i',
            },
          ],
        },
      };
      const plain: unknown = JSON.parse(JSON.stringify(workflow));
      expect(JSON.parse(serializeWorkflow(readWorkflow(plain)))).toEqual(plain);
    }),
  );
});

/** Extra fields must not be those that have a meaning. */
function prefixed(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [`x_${key}`, value]));
}
