import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseWorkflow } from '@nodetool-ai/graph';

const folder = new URL('../../../examples/', import.meta.url);

/** An example that is marked to run on the starter engine, and what must come out of it. */
export interface MarkedExample {
  /** Of its file and on the page. */
  readonly name: string;
  readonly title: string;
  /** The node that shows the result. */
  readonly shownBy: string;
  readonly isRight: (value: unknown) => boolean;
  /** Other inputs, by parameter, and whether what then comes out is right. */
  readonly others: readonly (readonly [
    parameter: string,
    value: string,
    isRight: (value: unknown) => boolean,
  ])[];
}

const is = (expected: unknown) => (value: unknown) =>
  JSON.stringify(value) === JSON.stringify(expected);
const says = (word: string) => (value: unknown) =>
  typeof value === 'string' && new RegExp(`\\b${word}\\b`).test(value);
const liesBetween = (low: number, high: number) => (value: unknown) =>
  typeof value === 'number' && value > low && value < high;

/** All of them. */
export const MARKED_EXAMPLES: readonly MarkedExample[] = [
  {
    name: 'receipt-to-json',
    title: 'Receipt to JSON',
    shownBy: 'result',
    isRight: is({ shop: 'Corner Cafe', total: 9.9 }),
    others: [
      [
        'receipt',
        'City Books\nMap of Wales 12.00\nPencil 1.50\nTotal: 13.50',
        is({ shop: 'City Books', total: 13.5 }),
      ],
    ],
  },
  {
    name: 'compare-sentences',
    title: 'Compare sentences',
    shownBy: 'score',
    isRight: liesBetween(0.6, 0.8),
    others: [['second', 'Interest rates rose by half a percent in March.', liesBetween(-0.2, 0.2)]],
  },
  {
    name: 'sort-reviews',
    title: 'Sort a review',
    shownBy: 'result',
    isRight: is('negative'),
    others: [['review', 'I love this phone, the battery lasts for days.', is('positive')]],
  },
  {
    name: 'short-fact',
    title: 'A short fact',
    shownBy: 'result',
    isRight: says('Paris'),
    others: [['question', 'What is the capital of Japan?', says('Tokyo')]],
  },
  {
    name: 'person-to-json',
    title: 'Person to JSON',
    shownBy: 'result',
    isRight: is({ name: 'Maria', age: 34, city: 'Lisbon' }),
    others: [
      ['text', 'Aisha, 28, has moved to Berlin.', is({ name: 'Aisha', age: 28, city: 'Berlin' })],
    ],
  },
];

/** Where the file of an example is. */
export function exampleFile(name: string): string {
  return fileURLToPath(new URL(`${name}.json`, folder));
}

/** Names of the examples whose files are marked. */
export function markedNames(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) =>
      parseWorkflow(readFileSync(exampleFile(name), 'utf8')).tags?.includes('starter'),
    );
}
