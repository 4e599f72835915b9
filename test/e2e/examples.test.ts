import { readdirSync, readFileSync } from 'node:fs';
import { InProcessRunLauncher, MemoryAssetStore } from '@nodetool-ai/engine';
import { createNodeRegistry, nodeData, parseWorkflow } from '@nodetool-ai/graph';
import type { RunEvent, Workflow, WorkflowNode } from '@nodetool-ai/graph';
import { nodePack } from '@nodetool-ai/nodes';
import { createDefaultRegistry, createProviderAccess } from '@nodetool-ai/runtime';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import type { TestDaemonInfo } from '../support/src/vitest/start-daemon.ts';

const daemon: TestDaemonInfo = inject('testDaemon');
const folder = new URL('../../examples/', import.meta.url);
const registry = createNodeRegistry(nodePack);
const assets = new MemoryAssetStore();

/** The models of the test daemon, in place of the larger ones that the examples name. */
const TEST_SETTINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'nodetool.text.Generate': { model: 'smollm2:135m', seed: 1, temperature: 0 },
  'nodetool.text.Embed': { model: 'all-minilm:latest' },
  'nodetool.image.Vision': { model: 'tiny-vision', seed: 1, temperature: 0 },
};

/** Enough to see that a model answers. */
const SHORT_ANSWER_TOKENS = 32;

/** A PNG of one pixel. */
const onePixel = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

type Values = Readonly<Record<string, unknown>>;

function toTestNode(node: WorkflowNode): WorkflowNode {
  const settings = TEST_SETTINGS[node.type];
  if (settings === undefined) return node;
  const data = { ...nodeData(node), ...settings };
  const isShort = node.type !== 'nodetool.text.Embed' && !('maxTokens' in data);
  return { ...node, data: isShort ? { ...data, maxTokens: SHORT_ANSWER_TOKENS } : data };
}

function readExample(name: string): Workflow {
  const workflow = parseWorkflow(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  const nodes = workflow.graph.nodes.map(toTestNode);
  return { ...workflow, graph: { ...workflow.graph, nodes } };
}

/** Runs an example to its end; gives what its previews show, by their names, and the events by type. */
async function runExample(name: string, parameters: Values = {}) {
  if ('unavailableReason' in daemon) throw new Error(daemon.unavailableReason);
  const providers = createProviderAccess({
    registry: createDefaultRegistry({}),
    ollamaUrl: daemon.url,
  });
  const launcher = new InProcessRunLauncher({ registry, services: { providers }, assets });
  const workflow = readExample(name);
  const handle = launcher.launch({ workflow, parameters });
  const events: RunEvent[] = [];
  for await (const event of handle.events()) events.push(event);
  const result = await handle.result;
  expect(result.error).toBeUndefined();
  expect(result.status).toBe('completed');
  const previews = workflow.graph.nodes.filter((node) => node.type === 'nodetool.output.Preview');
  const shown = previews.map((node) => [
    nodeData(node)['name'],
    result.nodes[node.id]?.outputs['value'],
  ]);
  const values: Values = Object.fromEntries(shown);
  return { values, events, result };
}

const someText = expect.stringMatching(/\w/);

/** Parameters of each example that needs some, and what must come out. */
const expected: Readonly<
  Record<string, { readonly parameters?: () => Promise<Values>; readonly values: Values }>
> = {
  'compare-models': { values: { first: someText, second: someText } },
  'compare-sentences': { values: { similarity: expect.any(Number) } },
  'person-to-json': { values: { person: { name: 'Maria', age: 34, city: 'Lisbon' } } },
  'receipt-to-json': { values: { 'receipt data': { shop: 'Corner Cafe', total: 9.9 } } },
  'short-fact': { values: { fact: expect.stringMatching(/\bParis\b/) } },
  'sort-reviews': { values: { sentiment: 'negative' } },
  'describe-image': {
    parameters: async () => ({ image: await assets.write(onePixel, 'image/png', 'image') }),
    values: { description: someText },
  },
  'extract-json': {
    values: {
      person: { name: expect.any(String), city: expect.any(String), year: expect.any(Number) },
    },
  },
  'first-answer': { values: { answer: someText } },
  'summarise-text': { values: { summary: someText } },
};

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

/** The examples that are marked to run on the starter, whose models the test daemon has too. */
const onStarter = names.filter((name) => readExample(name).tags?.includes('starter'));

/** More inputs for the marked examples, and what must come out of each. */
const MORE: readonly (readonly [string, Values, Values])[] = [
  [
    'short-fact',
    { question: 'What is the capital of Japan?' },
    { fact: expect.stringMatching(/Tokyo/) },
  ],
  [
    'short-fact',
    { question: 'What is the capital of Italy?' },
    { fact: expect.stringMatching(/Rome/) },
  ],
  [
    'sort-reviews',
    { review: 'I love this phone, the battery lasts for days.' },
    { sentiment: 'positive' },
  ],
  [
    'sort-reviews',
    { review: 'Great food and very friendly people. We will come back!' },
    { sentiment: 'positive' },
  ],
  [
    'sort-reviews',
    { review: 'Terrible service. I want my money back.' },
    { sentiment: 'negative' },
  ],
  ['sort-reviews', { review: 'It was boring and far too long.' }, { sentiment: 'negative' }],
  [
    'person-to-json',
    { text: 'My name is Tom Baker, I am 52 and I live in Leeds.' },
    { person: { name: 'Tom Baker', age: 52, city: 'Leeds' } },
  ],
  [
    'person-to-json',
    { text: 'Aisha, 28, has moved to Berlin.' },
    { person: { name: 'Aisha', age: 28, city: 'Berlin' } },
  ],
  [
    'receipt-to-json',
    { receipt: 'City Books\nMap of Wales 12.00\nPencil 1.50\nTotal: 13.50' },
    { 'receipt data': { shop: 'City Books', total: 13.5 } },
  ],
  [
    'receipt-to-json',
    { receipt: 'Blue Bakery\n3 rolls 2.10\n1 bread 4.40\nTotal 6.50 EUR\nThank you!' },
    { 'receipt data': { shop: 'Blue Bakery', total: 6.5 } },
  ],
];

test('those that run on the starter name no model', () => {
  expect(onStarter.length).toBeGreaterThan(3);
  for (const name of onStarter) {
    const workflow = parseWorkflow(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    const named = workflow.graph.nodes.filter((node) => (nodeData(node)['model'] ?? '') !== '');
    expect(named).toEqual([]);
  }
});

test('every example is run here', () => {
  expect(new Set(names)).toEqual(new Set(Object.keys(expected)));
});

describe('on a real daemon', () => {
  beforeEach((context) => {
    if ('unavailableReason' in daemon) context.skip(daemon.unavailableReason);
  });

  test.each(names)('%s runs and shows its result', async (name) => {
    const { values } = await runExample(name, await expected[name]?.parameters?.());
    expect(values).toEqual(expected[name]?.values);
  });

  test.each(onStarter)('%s gives the same right result every time', async (name) => {
    for (let time = 0; time < 3; time += 1)
      expect((await runExample(name)).values).toEqual(expected[name]?.values);
  });

  test.each(MORE)('%s is right for %o too', async (name, parameters, values) => {
    expect((await runExample(name, parameters)).values).toEqual(values);
  });

  test('first-answer shows the answer while it comes, and says what it cost', async () => {
    const { events, result, values } = await runExample('first-answer');
    const deltas = events.flatMap((event) => (event.type === 'node-delta' ? [event.text] : []));
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe(values['answer']);
    expect(result.nodes['generate']?.usage).toMatchObject({
      model: 'smollm2:135m',
      promptTokens: expect.any(Number),
      outputTokens: expect.any(Number),
    });
  });

  test('compare-sentences finds the related sentence closer than the unrelated one', async () => {
    const first = 'The cat sleeps on the warm sofa.';
    const similarityTo = async (second: string) => {
      const { values } = await runExample('compare-sentences', { first, second });
      return values['similarity'];
    };
    const unrelated = await similarityTo('Interest rates rose by half a percent in March.');
    expect(await similarityTo('A kitten is napping on the couch.')).toBeGreaterThan(
      Number(unrelated) + 0.2,
    );
  });
});
