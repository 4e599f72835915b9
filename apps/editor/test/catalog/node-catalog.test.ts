import { describe, expect, test } from 'vitest';
import {
  CATEGORIES,
  categoryOf,
  createNodeCatalog,
  summaryOf,
} from '../../src/catalog/node-catalog.ts';
import { CATALOG, describeType, NODES } from '../node-pack.ts';

const TITLES = CATEGORIES.map(({ title }) => title);

describe('the catalogue', () => {
  test('knows every node that was reported by its type', () => {
    expect(NODES.length).toBeGreaterThan(5);
    for (const node of NODES) expect(CATALOG.describe(node.type)).toBe(node);
    expect(CATALOG.describe('nodetool.text.Nothing')).toBeUndefined();
    expect(CATALOG.describe('constructor')).toBeUndefined();
  });

  test('keeps the order of the report and who brought the nodes', () => {
    const packs = [{ name: 'a', version: '1.0.0' }];
    const catalog = createNodeCatalog({ nodes: NODES, packs });
    expect(catalog.nodes).toEqual(NODES);
    expect(catalog.packs).toEqual(packs);
  });
});

describe('the category', () => {
  test.each(NODES.map((node) => [node.type, node] as const))(
    'of %s is one of the palette',
    (_, node) => {
      expect(TITLES).toContain(categoryOf(node));
    },
  );

  test('is the task that a node is for', () => {
    const categories = Object.fromEntries(NODES.map((node) => [node.title, categoryOf(node)]));
    expect(categories).toEqual({
      Generate: 'Models',
      Embed: 'Models',
      Vision: 'Models',
      'Text input': 'Input',
      'Image input': 'Input',
      'Number input': 'Input',
      Template: 'Text and data',
      'JSON path': 'Text and data',
      Similarity: 'Text and data',
      Preview: 'Output',
    });
  });

  test('of every kind has at least one node', () => {
    for (const title of TITLES)
      expect(NODES.filter((node) => categoryOf(node) === title).length).toBeGreaterThan(0);
  });

  test('of a node of another pack is one for others', () => {
    for (const type of ['acme.audio.Mix', 'Mix', ''])
      expect(categoryOf({ ...describeType('data.JsonPath'), type })).toBe('Others');
  });
});

describe('the summary', () => {
  test.each(NODES.map((node) => [node.type, node] as const))(
    'of %s is one line that says something',
    (_, node) => {
      expect(summaryOf(node)).toMatch(/^[A-Z].+\.$/);
    },
  );
});
