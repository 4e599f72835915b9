import { describe, expect, test } from 'vitest';
import { scoreOf, searchNodes } from '../../src/catalog/search-nodes.ts';
import { NODES } from '../node-pack.ts';

const found = (search: string) => searchNodes(NODES, search).map(({ title }) => title);

describe('a search', () => {
  test('for nothing gives all nodes in their order', () => {
    expect(searchNodes(NODES, '')).toBe(NODES);
    expect(searchNodes(NODES, '  ')).toBe(NODES);
  });

  test.each(NODES.map(({ title }) => [title]))('for %s finds it first', (title) => {
    expect(found(title)[0]).toBe(title);
    expect(found(`  ${title.toUpperCase()} `)[0]).toBe(title);
  });

  test('finds the beginning of any word of a title before what a description says', () => {
    const titles = found('input');
    expect(titles.slice(0, 3).toSorted()).toEqual(['Image input', 'Number input', 'Text input']);
    expect(titles).toContain('Template');
  });

  test('finds by words that only the description has', () => {
    expect(found('llm')).toEqual(['Generate']);
    expect(found('cosine')).toEqual(['Similarity']);
  });

  test('finds by the type', () => {
    expect(found('nodetool.data')).toEqual(['JSON path', 'Similarity']);
  });

  test('finds by letters in their order', () => {
    expect(found('gnrt')).toEqual(['Generate']);
    expect(found('trng')).toEqual([]);
  });

  test('for what there is not finds nothing', () => {
    expect(found('quantum tunnelling')).toEqual([]);
  });

  test('keeps the order of the nodes among those that fit as well', () => {
    const inputs = NODES.filter(({ title }) => title.endsWith(' input')).map(({ title }) => title);
    expect(found('input').slice(0, 3)).toEqual(inputs);
  });
});

describe('the score', () => {
  test('falls from the whole title to letters in their order', () => {
    const scores = [
      scoreOf('Path', '', 'path'),
      scoreOf('Pathway', '', 'path'),
      scoreOf('JSON path', '', 'path'),
      scoreOf('Footpath', '', 'path'),
      scoreOf('Walk', 'Along a Path.', 'path'),
      scoreOf('Pay attention here', '', 'path'),
      scoreOf('Generate', '', 'path'),
    ];
    expect(scores).toEqual([...new Set(scores)].toSorted((left, right) => right - left));
    expect(scores.at(-1)).toBe(0);
    expect(scores.at(-2)).toBeGreaterThan(0);
  });

  test('takes what was typed as letters, not as a pattern', () => {
    expect(scoreOf('Generate', 'x', '.*')).toBe(0);
    expect(scoreOf('A (b)', '', '(b)')).toBeGreaterThan(0);
  });

  test('does not use a letter twice', () => {
    expect(scoreOf('Top', '', 'toop')).toBe(0);
    expect(scoreOf('Top p', '', 'tpp')).toBeGreaterThan(0);
  });
});
