import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../../test/support/src/scripted-daemon/index.ts';
import { eventsOf, QUESTION, runToEnd, startRun, workflowOf } from '../follow-run.ts';
import { codeOf, startTestServer } from '../start-test-server.ts';
import type { Answer, TestServer } from '../start-test-server.ts';

const question: readonly [string, Record<string, unknown>] = [
  'nodetool.text.Generate',
  { model: 'smollm2:135m', prompt: 'Hello' },
];

const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

/** What is on the disk of workflows and runs. */
const kept = ({ home }: TestServer) => [
  ...namesIn(join(home, 'workflows')),
  ...namesIn(join(home, 'runs')),
];

/** Sends the text of a workflow to every route that takes one: to check, to save, to run. */
async function sendEverywhere(server: TestServer, text: string): Promise<readonly Answer[]> {
  const headers = { 'content-type': 'application/json' };
  return [
    await server.ask('/api/validate', { method: 'POST', headers, body: `{"workflow":${text}}` }),
    await server.ask('/api/workflows/hostile', {
      method: 'PUT',
      headers,
      body: `{"baseRevision":null,"workflow":${text}}`,
    }),
    await server.ask('/api/runs', { method: 'POST', headers, body: `{"workflow":${text}}` }),
  ];
}

const graph = (nodes: string, rest = '') => `{"graph":{"nodes":[${nodes}],"edges":[]}${rest}}`;
const node = (data: string) => `{"id":"a","type":"nodetool.input.Text","data":${data}}`;

describe('a key that reaches the prototype of objects is refused and pollutes nothing', () => {
  test.each([
    graph(node('{"__proto__":{"polluted":1}}')),
    graph(node('{"\\u005f\\u005fproto__":{"polluted":1}}')),
    graph(node('{"value":[{"deep":{"__proto__":{"polluted":1}}}]}')),
    graph(node('{"constructor":{"prototype":{"polluted":1}}}')),
    graph('{"id":"a","type":"x","__proto__":{"polluted":1}}'),
    graph('', ',"__proto__":{"polluted":1}'),
    graph('', ',"ui":{"constructor":{"prototype":{"polluted":1}}}'),
    '{"__proto__":{"graph":{"nodes":[],"edges":[]}}}',
  ])('%s', async (text) => {
    const server = await startTestServer();
    for (const answer of await sendEverywhere(server, text)) {
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe('REQUEST_INVALID');
      expect(answer.text).toContain('not allowed');
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(kept(server)).toEqual([]);
  });

  test('beside the workflow, too', async () => {
    const server = await startTestServer();
    const headers = { 'content-type': 'application/json' };
    const bodies = [
      `{"workflow":${graph('')},"__proto__":{"parameters":{}}}`,
      `{"workflow":${graph('')},"parameters":{"__proto__":{"polluted":1}}}`,
    ];
    for (const body of bodies)
      expect(await server.ask('/api/runs', { method: 'POST', headers, body })).toMatchObject({
        status: 400,
      });
    expect(kept(server)).toEqual([]);
  });

  test('such a word that is a value or an ordinary name is kept', async () => {
    const server = await startTestServer();
    const text = graph(node('{"value":"__proto__","constructor":"Ada","prototype":{"a":1}}'));
    const answers = await sendEverywhere(server, text);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201]);
    const { json } = await server.ask('/api/workflows/hostile');
    const data = { value: '__proto__', constructor: 'Ada', prototype: { a: 1 } };
    expect(json).toMatchObject({ workflow: { graph: { nodes: [{ data }] } } });
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'nodes and ports of the name %s lead to nothing that was not declared',
    async (name) => {
      const server = await startTestServer();
      const workflow = workflowOf(
        {
          a: ['nodetool.input.Text', { value: 'x' }],
          b: ['nodetool.output.Preview', { value: 'y' }],
        },
        `a.${name} > b.${name}`,
      );
      const events = await runToEnd(server, workflow);
      expect(events.map(({ type }) => type)).toEqual(['run-start', 'run-end']);
      expect(events.at(-1)).toMatchObject({
        status: 'failed',
        error: { code: 'WORKFLOW_INVALID' },
      });
      const [first] = workflowOf({ a: [name] }).graph.nodes;
      const unknown = await server.ask('/api/validate', {
        method: 'POST',
        body: { workflow: { graph: { nodes: [{ ...first, id: name }], edges: [] } } },
      });
      expect(unknown.json).toMatchObject({ issues: [{ code: 'NODE_TYPE_UNKNOWN' }] });
      const ports = await server.ask('/api/nodes/ports', {
        method: 'POST',
        body: { nodes: [{ type: name, data: {} }] },
      });
      expect(ports.json).toEqual({ ports: [null] });
    },
  );
});

describe('a workflow is refused with a message, and nothing of it is kept or run', () => {
  const many = (count: number, item: string) => Array.from({ length: count }, () => item).join(',');
  const deep = (open: string, close: string, levels: number) =>
    open.repeat(levels) + '1' + close.repeat(levels);

  test.each([
    ['with a million nodes', graph(many(1_000_000, '0')), 'nodes: more than'],
    [
      'with a million nodes, as a bare graph',
      `{"nodes":[${many(1_000_000, '0')}],"edges":[]}`,
      'nodes: more than',
    ],
    [
      'with too many wires',
      `{"graph":{"nodes":[],"edges":[${many(20_001, '{}')}]}}`,
      'edges: more than',
    ],
    ['with a million tags', graph('', `,"tags":[${many(1_000_000, '0')}]`), 'tags: more than'],
    ['that is deeply nested', graph(node(`{"value":${deep('[', ']', 200)}}`)), 'nested more than'],
    [
      'that is nested a million times',
      graph(node(`{"value":${deep('{"a":', '}', 1_000_000)}}`)),
      'nested more than',
    ],
    ['of a version to come', graph('', ',"formatVersion":99'), 'format version 99'],
    ['with a node without a type', graph('{"id":"a"}'), 'nodes[0].type'],
    ['with a node without an id', graph('{"type":"x"}'), 'nodes[0].id'],
    [
      'with an id that is very long',
      graph(`{"id":"${'x'.repeat(257)}","type":"x"}`),
      'longer than 256',
    ],
    ['with a list for data', graph(node('[1]')), 'nodes[0].data'],
    ['without a graph', '{}', 'graph'],
  ])('%s', async (_name, text, words) => {
    const server = await startTestServer();
    for (const answer of await sendEverywhere(server, text)) {
      expect(answer.status).toBe(400);
      expect(String(codeOf(answer))).toMatch(/^WORKFLOW_(INVALID|TOO_NEW)$/);
      expect(answer.text).toContain(words);
      expect(answer.text.length).toBeLessThan(10_000);
    }
    expect(kept(server)).toEqual([]);
    expect(await server.ask('/api/nodes')).toMatchObject({ status: 200 });
  });

  test('as many nodes as it may have are answered with the places of all their mistakes', async () => {
    const server = await startTestServer();
    const [answer] = await sendEverywhere(server, graph(many(10_000, '{"id":"a","type":"x"}')));
    expect(answer?.status).toBe(200);
    const issues: unknown = Reflect.get(Object(answer?.json), 'issues');
    expect(issues).toContainEqual(expect.objectContaining({ path: 'nodes[9999].id' }));
  });

  test('questions for ports of too many nodes are refused as well', async () => {
    const server = await startTestServer();
    const answer = await server.ask('/api/nodes/ports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"nodes":[${many(1_000_000, '0')}]}`,
    });
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('REQUEST_INVALID');
    expect(answer.text).toContain('10000');
  });
});

describe('a workflow that can be drawn but not run is told so, and nobody is asked anything', () => {
  const pass: readonly [string] = ['nodetool.output.Preview'];
  const twice = workflowOf({ ask: question, b: pass });
  test.each([
    [
      'ids used twice',
      {
        graph: { ...twice.graph, nodes: twice.graph.nodes.map((each) => ({ ...each, id: 'ask' })) },
      },
    ],
    [
      'a circle',
      workflowOf({ ask: question, b: pass, c: pass }, 'b.value > c.value', 'c.value > b.value'),
    ],
    ['a wire to itself', workflowOf({ ask: question, b: pass }, 'b.value > b.value')],
    ['a wire that leads nowhere', workflowOf({ ask: question }, 'ask.text > nobody.value')],
    [
      'a wired node of an unknown type',
      workflowOf({ ask: question, b: ['evil.Node'] }, 'ask.text > b.value'),
    ],
  ])('%s', async (_name, workflow) => {
    const daemon = await startScriptedDaemon();
    try {
      const server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
      const events = await runToEnd(server, workflow);
      expect(events.map(({ type }) => type)).toEqual(['run-start', 'run-end']);
      expect(events.at(-1)).toMatchObject({ status: 'failed' });
      expect(daemon.requests).toEqual([]);
      // The control: the same server runs what is whole.
      expect((await runToEnd(server, QUESTION)).at(-1)).toMatchObject({ status: 'completed' });
      expect(daemon.requests.length).toBeGreaterThan(0);
    } finally {
      await daemon.stop();
    }
  });

  test('a node of an unknown type that stands alone is left out, and kept on saving', async () => {
    const server = await startTestServer();
    const workflow = workflowOf({ evil: ['evil.Node', { secret: 1 }], a: ['nodetool.input.Text'] });
    const events = await runToEnd(server, workflow);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'node-end', nodeId: 'evil', status: 'skipped' }),
    );
    const body = { workflow, baseRevision: null };
    expect(await server.ask('/api/workflows/w', { method: 'PUT', body })).toMatchObject({
      status: 200,
    });
    const { json } = await server.ask('/api/workflows/w');
    expect(json).toMatchObject({ workflow: { graph: workflow.graph } });
  });
});

test('a run goes on beside a workflow that is refused', async () => {
  const server = await startTestServer();
  const runId = await startRun(server, workflowOf({ a: ['nodetool.input.Text', { value: 'x' }] }));
  await sendEverywhere(server, graph('{}'));
  expect((await eventsOf(server, runId)).at(-1)).toMatchObject({ status: 'completed' });
});
