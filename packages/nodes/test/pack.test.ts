import { readFileSync } from 'node:fs';
import { createNodeRegistry, describeNode } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

test('the pack carries the version of its package', () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  expect(manifest).toMatchObject({ name: nodePack.name, version: nodePack.version });
});

test('the pack has the nodes that workflows are promised', () => {
  const types = createNodeRegistry(nodePack)
    .list()
    .map((declaration) => declaration.type);
  expect(types).toEqual([
    'nodetool.data.JsonPath',
    'nodetool.data.Similarity',
    'nodetool.image.Vision',
    'nodetool.input.Image',
    'nodetool.input.Number',
    'nodetool.input.Text',
    'nodetool.output.Preview',
    'nodetool.text.Embed',
    'nodetool.text.Generate',
    'nodetool.text.Template',
  ]);
});

describe.each(nodePack.nodes.map((node) => ({ node, type: node.declaration.type })))(
  '$type',
  ({ node: { declaration } }) => {
    test('needs no setting to exist on a canvas', () => {
      expect(declaration.props.safeParse({}).success).toBe(true);
    });

    test('tells what every setting is for', () => {
      const silent = Object.entries(declaration.props.shape)
        .filter(([, schema]) => z.globalRegistry.get(schema)?.description === undefined)
        .map(([name]) => name);
      expect(silent).toEqual([]);
    });

    test('can be written as plain data for other processes', () => {
      const description = describeNode(declaration);
      expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    });

    test('gives every number setting a lower and an upper bound', () => {
      const { props } = describeNode(declaration);
      for (const schema of numbersOf(props)) {
        expect(schema).toHaveProperty('minimum');
        expect(schema).toHaveProperty('maximum');
      }
    });

    test('begins its description with one sentence', () => {
      expect(declaration.description.split('\n')[0]).toMatch(/^[A-Z].*\.$/);
    });
  },
);

/** Number schemas outside of `$defs`, which hold what JSON itself is. */
function numbersOf(schema: unknown): readonly object[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'type' in schema && (schema.type === 'number' || schema.type === 'integer') ? [schema] : [];
  const inner = Object.entries(schema).filter(([name]) => name !== '$defs');
  return [...own, ...inner.flatMap(([, value]) => numbersOf(value))];
}
