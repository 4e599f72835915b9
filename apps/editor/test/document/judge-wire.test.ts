import { port } from '@nodetool-ai/graph';
import type { ResolvedPorts, WorkflowEdge } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { judgeWire, leadsTo } from '../../src/document/judge-wire.ts';
import { describeType } from '../node-pack.ts';
import { plainNode, wire, workflowWith } from './small-workflows.ts';

const PORTS: ReadonlyMap<string, ResolvedPorts> = new Map<string, ResolvedPorts>([
  ['text', describeType('input.Text')],
  ['number', describeType('input.Number')],
  ['image', describeType('input.Image')],
  ['generate', describeType('text.Generate')],
  ['again', describeType('text.Generate')],
  ['vision', describeType('image.Vision')],
  ['json', describeType('data.JsonPath')],
  [
    'streams',
    {
      inputs: { many: { type: port.list(port.text), mode: 'stream' } },
      outputs: { numbers: { type: port.number, mode: 'stream' } },
    },
  ],
]);

const nodes = [...PORTS.keys()].map((id) => plainNode(id));

/** The judgement over a wire, written `a.out to b.in`, beside wires that are there. */
function judge(words: string, ...edges: readonly WorkflowEdge[]) {
  const { source, sourceHandle, target, targetHandle } = wire(words);
  return judgeWire(
    workflowWith(nodes, edges),
    PORTS,
    { nodeId: source, port: sourceHandle },
    { nodeId: target, port: targetHandle },
  );
}

describe('a wire is refused', () => {
  test('from a node to itself', () => {
    expect(judge('generate.text to generate.prompt')).toEqual({
      answer: 'no',
      reason: 'A node cannot feed itself.',
      replaces: [],
    });
  });

  test('when it would form a circle, over any number of nodes', () => {
    const two = judge('again.text to generate.prompt', wire('generate.text to again.prompt'));
    expect(two).toMatchObject({ answer: 'no', reason: 'The wires would form a circle.' });
    const three = judge(
      'again.text to generate.prompt',
      wire('generate.text to json.json'),
      wire('json.value to again.system'),
    );
    expect(three).toMatchObject({ answer: 'no', reason: 'The wires would form a circle.' });
  });

  test('when it is there already', () => {
    const there = wire('text.value to generate.prompt');
    expect(judge('text.value to generate.prompt', there)).toMatchObject({
      answer: 'no',
      reason: 'These two are wired already.',
    });
  });

  test.each([
    'nobody.value to generate.prompt',
    'text.value to nobody.prompt',
    'text.nothing to generate.prompt',
    'text.value to generate.nothing',
    'text.constructor to generate.prompt',
    'text.value to generate.toString',
  ])('%s, for there is no such port', (words) => {
    expect(judge(words)).toMatchObject({ answer: 'no', reason: 'There is no such port.' });
  });

  test('when the types do not fit, with the reason and what would fit', () => {
    expect(judge('image.value to generate.prompt')).toMatchObject({
      answer: 'no',
      reason: 'image does not fit into text.',
      fits: 'text, number or boolean',
    });
  });

  test('when many values would be lost', () => {
    const { answer, reason } = judge('streams.numbers to generate.prompt');
    expect(answer).toBe('no');
    expect(reason).toContain('many values');
  });
});

describe('a wire may be drawn', () => {
  test('where the types fit, and replaces nothing at a free input', () => {
    const free = judge('text.value to generate.prompt', wire('text.value to generate.system'));
    expect(free).toMatchObject({ answer: 'yes', replaces: [] });
  });

  test('where only the run can tell', () => {
    expect(judge('json.value to generate.prompt').answer).toBe('unknown');
  });

  test('along others: two ways to one node are no circle', () => {
    const edges = [wire('text.value to generate.prompt'), wire('generate.text to again.prompt')];
    expect(judge('text.value to again.system', ...edges).answer).toBe('yes');
  });

  test('to an input that has one, which gives way', () => {
    const there = wire('number.value to generate.prompt');
    const other = wire('number.value to again.prompt');
    expect(judge('text.value to generate.prompt', there, other).replaces).toEqual([there.id]);
  });

  test('to an input that another output of the same node feeds', () => {
    const there = wire('generate.text to again.prompt');
    expect(judge('generate.thinking to again.prompt', there)).toMatchObject({
      answer: 'yes',
      replaces: [there.id],
    });
  });

  test('to a list that has some: it collects them', () => {
    const there = wire('image.value to vision.image');
    const ports = new Map<string, ResolvedPorts>([
      ...PORTS,
      ['other', describeType('input.Image')],
    ]);
    const judgement = judgeWire(
      workflowWith([...nodes, plainNode('other')], [there]),
      ports,
      { nodeId: 'other', port: 'value' },
      { nodeId: 'vision', port: 'image' },
    );
    expect(judgement).toMatchObject({ answer: 'yes', replaces: [] });
  });

  test('to a stream of lists, which takes one wire', () => {
    const there = wire('text.value to streams.many');
    expect(judge('generate.text to streams.many', there).replaces).toEqual([there.id]);
  });
});

describe('leading to', () => {
  const edges = [wire('a.o to b.i'), wire('b.o to c.i'), wire('c.o to b.j')];
  const workflow = workflowWith(
    ['a', 'b', 'c', 'd'].map((id) => plainNode(id)),
    edges,
  );

  test('goes along the wires, never against them', () => {
    expect(leadsTo(workflow, 'a', 'c')).toBe(true);
    expect(leadsTo(workflow, 'c', 'a')).toBe(false);
    expect(leadsTo(workflow, 'a', 'd')).toBe(false);
  });

  test('ends also where the wires form a circle already', () => {
    expect(leadsTo(workflow, 'b', 'd')).toBe(false);
  });

  test('is true of a node and itself', () => {
    expect(leadsTo(workflow, 'd', 'd')).toBe(true);
  });
});
