import { readdirSync, readFileSync } from 'node:fs';
import { parseWorkflow } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { exampleNeed, EXAMPLES, firstExamples } from '../../src/panels/examples.ts';

const folder = new URL('../../../../examples/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const tagsOf = (name: string) =>
  parseWorkflow(readFileSync(new URL(`${name}.json`, folder), 'utf8')).tags ?? [];

describe('the list of examples', () => {
  test('has every file of the folder once', () => {
    expect(EXAMPLES.map(({ name }) => `${name}.json`).toSorted()).toEqual(files.toSorted());
  });

  test('marks those that carry the tag `starter`, and they come first', () => {
    const marked = EXAMPLES.filter(({ needs }) => needs === 'starter');
    expect(marked.map(({ name }) => name)).toEqual(
      EXAMPLES.map(({ name }) => name).filter((name) => tagsOf(name).includes('starter')),
    );
    expect(EXAMPLES.slice(0, marked.length)).toEqual(marked);
  });

  test('says what each needs', () => {
    const [first] = EXAMPLES;
    expect(first && exampleNeed(first)).toBe('runs on the starter');
    expect(EXAMPLES.map(exampleNeed)).toContain('needs a vision model');
  });

  test('shows a newcomer all that run on the starter and one of each other kind', () => {
    const shown = firstExamples();
    const others = shown.filter(({ needs }) => needs !== 'starter').map(({ needs }) => needs);
    expect(others).toEqual([...new Set(others)]);
    expect(shown.length - others.length).toBe(
      EXAMPLES.filter(({ needs }) => needs === 'starter').length,
    );
  });
});
