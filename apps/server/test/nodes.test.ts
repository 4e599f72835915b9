import type { NodesReport, PortsReport, ValidationReport } from '@nodetool-ai/graph';
import { beforeEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { QUESTION, workflowOf } from './follow-run.ts';
import { codeOf, startTestServer } from './start-test-server.ts';
import type { TestServer } from './start-test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});

async function portsOf(...nodes: readonly unknown[]): Promise<PortsReport['ports']> {
  const { json } = await server.ask('/api/nodes/ports', { method: 'POST', body: { nodes } });
  const { ports }: PortsReport = Object(json);
  return ports;
}

async function issuesOf(workflow: unknown): Promise<ValidationReport['issues']> {
  const { json } = await server.ask('/api/validate', { method: 'POST', body: { workflow } });
  const { issues }: ValidationReport = Object(json);
  return issues;
}

describe('the nodes', () => {
  test('are listed with what a person and a form need', async () => {
    const { json } = await server.ask('/api/nodes');
    const { packs, nodes }: NodesReport = Object(json);
    expect(packs).toEqual([{ name: '@nodetool-ai/nodes', version: expect.stringMatching(/^\d/) }]);
    const types = nodes.map(({ type }) => type);
    expect(types).toEqual(types.toSorted());
    expect(types).toEqual(
      expect.arrayContaining([
        'nodetool.text.Generate',
        'nodetool.text.Embed',
        'nodetool.image.Vision',
      ]),
    );
    expect(nodes.find(({ type }) => type === 'nodetool.text.Generate')).toMatchObject({
      title: 'Generate',
      inputs: { prompt: { type: { kind: 'text' }, required: true } },
      outputs: { text: { mode: 'stream' } },
      props: { type: 'object', properties: { temperature: { type: 'number' } } },
    });
  });
});

describe('the ports of a node', () => {
  test('follow its settings: each placeholder of a template is an input', async () => {
    const type = 'nodetool.text.Template';
    const [none, one, two] = await portsOf(
      { type, data: {} },
      { type, data: { template: 'Hello {{ name }}' } },
      { type, data: { template: '{{ name }} and {{ other }}' } },
    );
    expect(Object.keys(none?.inputs ?? {})).toEqual([]);
    expect(Object.keys(one?.inputs ?? {})).toEqual(['name']);
    expect(Object.keys(two?.inputs ?? {})).toEqual(['name', 'other']);
    expect(Object.keys(two?.outputs ?? {})).toEqual(['text']);
  });

  test('follow what the daemon told of its model', async () => {
    const daemon = await startScriptedDaemon();
    try {
      server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
      const embed = { type: 'nodetool.text.Embed', data: { model: 'tiny-embed' } };
      const [unknown] = await portsOf(embed);
      expect(unknown?.outputs['embedding']?.type).toEqual({ kind: 'embedding' });
      await server.ask('/api/engine');
      const [known] = await portsOf(embed);
      expect(known?.outputs['embedding']?.type).toMatchObject({ dimensions: 48 });
    } finally {
      await daemon.stop();
    }
  });

  test('are null for a type that is not known, at its place in the answer', async () => {
    const ports = await portsOf(
      { type: 'nodetool.input.Text', data: {} },
      { type: 'nobody.knows.This', data: {} },
      { type: 'nodetool.input.Number', data: {} },
    );
    expect(ports.map((each) => each?.outputs['value']?.type.kind)).toEqual([
      'text',
      undefined,
      'number',
    ]);
    expect(ports[1]).toBeNull();
  });

  test.each([{}, { nodes: {} }, { nodes: [{}] }, { nodes: [{ type: 'x' }] }, { nodes: [null] }])(
    'are not given for a question that is none: %j',
    async (body) => {
      const answer = await server.ask('/api/nodes/ports', { method: 'POST', body });
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe('REQUEST_INVALID');
      expect(answer.text).toContain('nodes');
    },
  );
});

describe('a workflow is checked', () => {
  test('and has no mistakes', async () => {
    expect(await issuesOf(QUESTION)).toEqual([]);
  });

  test('and each mistake is told with its place', async () => {
    const workflow = workflowOf(
      {
        a: ['nodetool.text.Generate', { temperature: 7 }],
        b: ['nodetool.input.Number', { value: 1 }],
      },
      'b.value > a.nobody',
    );
    const issues = await issuesOf(workflow);
    const places = issues.map(({ path }) => path);
    expect(places).toContain('nodes[0].data.temperature');
    expect(places).toContain('edges[0].targetHandle');
    expect(issues.every(({ message }) => message !== '')).toBe(true);
  });

  test('and nothing is asked, saved or run for it', async () => {
    const daemon = await startScriptedDaemon();
    try {
      server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
      await issuesOf(QUESTION);
      expect(daemon.requests).toEqual([]);
      expect((await server.ask('/api/runs')).json).toEqual({ runs: [] });
      expect((await server.ask('/api/workflows')).json).toEqual({ workflows: [] });
    } finally {
      await daemon.stop();
    }
  });
});
