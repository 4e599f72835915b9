import { port } from '@nodetool-ai/graph';
import type { ResolvedPorts } from '@nodetool-ai/graph';
import { describe, expect, test } from 'vitest';
import { findPort, portsByNode, portsKey } from '../../src/document/node-ports.ts';
import { CATALOG, describeType, nodeOf } from '../node-pack.ts';
import { frozen, plainNode, wire, workflowWith } from './small-workflows.ts';

const known = { describe: CATALOG.describe, resolved: () => undefined };
const text = nodeOf('input.Text', { id: 'text' });
const generate = nodeOf('text.Generate', { id: 'generate' });
const template = nodeOf('text.Template', { id: 'template' });

describe('the ports of nodes', () => {
  test('are those of their declarations, the same objects', () => {
    const ports = portsByNode(workflowWith([text, generate]), known);
    expect(ports.get('generate')).toBe(describeType('text.Generate'));
    expect([...ports.keys()]).toEqual(['text', 'generate']);
  });

  test('are those that the server worked out, where it did', () => {
    const answer: ResolvedPorts = { inputs: { name: { type: port.any } }, outputs: {} };
    const resolved = (node: { type: string }) => (node.type === template.type ? answer : undefined);
    const ports = portsByNode(workflowWith([text, template]), { ...known, resolved });
    expect(ports.get('template')).toBe(answer);
    expect(ports.get('text')).toBe(describeType('input.Text'));
  });

  test('of a type that is not installed are those that its wires name', () => {
    const edges = [wire('text.value to strange.in'), wire('strange.out to generate.prompt')];
    const ports = portsByNode(workflowWith([text, plainNode('strange'), generate], edges), known);
    expect(ports.get('strange')).toEqual({
      inputs: { in: { type: port.any } },
      outputs: { out: { type: port.any } },
    });
    expect(ports.get('generate')).toBe(describeType('text.Generate'));
  });

  test('of a wire to a port that is no more are added beside the others', () => {
    const edges = [wire('text.value to generate.gone')];
    const ports = portsByNode(workflowWith([text, generate], edges), known);
    const inputs = Object.keys(ports.get('generate')?.inputs ?? {});
    expect(inputs).toEqual(['prompt', 'system', 'gone']);
    expect(describeType('text.Generate').inputs).not.toHaveProperty('gone');
  });

  test('are added also when a wire names one like what every object has', () => {
    const edges = [wire('text.value to generate.constructor')];
    const ports = portsByNode(workflowWith([text, generate], edges), known);
    expect(findPort(ports.get('generate')?.inputs, 'constructor')).toEqual({ type: port.any });
  });

  test('of an output that is no more are added beside the others too', () => {
    const edges = [wire('generate.valueOf to strange.in')];
    const ports = portsByNode(workflowWith([generate, plainNode('strange')], edges), known);
    const outputs = ports.get('generate')?.outputs;
    expect(Object.keys(outputs ?? {})).toEqual(['text', 'thinking', 'valueOf']);
    expect(findPort(outputs, 'valueOf')).toEqual({ type: port.any });
  });

  test('are not made for nodes that are not there', () => {
    const edges = [wire('ghost.out to text.value'), wire('text.value to ghost.in')];
    const ports = portsByNode(workflowWith([text], edges), known);
    expect([...ports.keys()]).toEqual(['text']);
  });

  test('do not change the workflow', () => {
    const workflow = frozen(workflowWith([text], [wire('text.other to text.more')]));
    expect(() => portsByNode(workflow, known)).not.toThrow();
  });
});

describe('finding a port', () => {
  test('gives it by its name, never what an object has from its prototype', () => {
    const { inputs } = describeType('text.Generate');
    expect(findPort(inputs, 'prompt')).toBe(inputs['prompt']);
    expect(findPort(inputs, 'nothing')).toBeUndefined();
    expect(findPort(inputs, 'toString')).toBeUndefined();
    expect(findPort(undefined, 'prompt')).toBeUndefined();
  });
});

describe('what the ports depend on', () => {
  test('is type and settings, not place or name', () => {
    const { id: _, ...rest } = generate;
    expect(portsKey({ ...rest, id: 'other', ui_properties: { title: 'x' } })).toBe(
      portsKey(generate),
    );
    expect(portsKey({ ...generate, data: { a: 1 } })).not.toBe(portsKey(generate));
    expect(portsKey({ ...generate, type: template.type })).not.toBe(portsKey(generate));
  });

  test('is the same whichever name the file has for the settings', () => {
    const { data: _, ...bare } = generate;
    expect(portsKey({ ...bare, properties: { a: 1 } })).toBe(
      portsKey({ ...generate, data: { a: 1 } }),
    );
  });
});
