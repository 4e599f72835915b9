import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent, RunSummary } from '@nodetool-ai/graph';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import type { Script, ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { eventsFrom, eventsOf, QUESTION, sentEvents, startRun, workflowOf } from './follow-run.ts';
import { codeOf, startTestServer } from './start-test-server.ts';
import type { TestServer } from './start-test-server.ts';

let daemon: ScriptedDaemon;
let server: TestServer;
beforeEach(async () => {
  daemon = await startScriptedDaemon();
  server = await startTestServer({ environment: { OLLAMA_API_URL: daemon.url } });
});
afterEach(async () => {
  await daemon.stop();
});

const SMALL = workflowOf({ a: ['nodetool.input.Text', { value: 'x' }] });
const line = (content: string, done = false) =>
  `${JSON.stringify({ message: { role: 'assistant', content }, done })}\n`;

/** An answer that begins, waits until it is released, and ends. */
function answerInTwo(): { readonly script: Script; readonly release: () => void } {
  let release = (): void => {};
  const waitFor = new Promise<void>((resolve) => {
    release = resolve;
  });
  const script = [{ send: line('The capital') }, { waitFor }, { send: line(' is Paris.', true) }];
  return { script, release };
}

/** What the record of a run holds. */
const recorded = (runId: string): unknown[] =>
  readFileSync(join(server.home, 'runs', runId, 'events.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text): unknown => JSON.parse(text));

async function summaryOf(runId: string): Promise<unknown> {
  return (await server.ask(`/api/runs/${runId}`)).json;
}

async function listed(query = ''): Promise<readonly string[]> {
  const { json } = await server.ask(`/api/runs${query}`);
  const runs: readonly RunSummary[] = Object(json).runs;
  return runs.map(({ runId }) => runId);
}

const isText = (event: RunEvent) => event.type === 'node-delta';
const textOf = (events: readonly RunEvent[]) =>
  events.map((event) => (event.type === 'node-delta' ? event.text : '')).join('');
const numbersOf = (events: readonly RunEvent[]) => events.map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a run', () => {
  test('is started, followed word by word to its end, and recorded as it was told', async () => {
    const runId = await startRun(server, QUESTION);
    const response = await server.open(`/api/runs/${runId}/events`);
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const sent = [];
    for await (const event of sentEvents(response)) sent.push(event);
    expect(sent.at(-1)).toEqual({ id: undefined, name: 'end', data: {} });
    const events = sent.slice(0, -1);
    expect(events.map(({ id }) => id)).toEqual(upTo(events.length).map(String));
    expect(events[0]?.data).toMatchObject({ type: 'run-start', runId });
    expect(events.at(-1)?.data).toMatchObject({ type: 'run-end', status: 'completed' });
    const output = { type: 'node-output', nodeId: 'show', port: 'value' };
    expect(events.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ ...output, value: { inline: 'The capital of France is Paris.' } }),
    );
    expect(await summaryOf(runId)).toMatchObject({ runId, state: 'completed' });
    expect(recorded(runId)).toEqual(events.map(({ data }) => data));
  });

  test('takes values for its parameters', async () => {
    const workflow = workflowOf(
      { name: ['nodetool.input.Text', { value: 'nobody' }], show: ['nodetool.output.Preview'] },
      'name.value > show.value',
    );
    const events = await eventsOf(server, await startRun(server, workflow, { name: 'Ada' }));
    expect(events).toContainEqual(
      expect.objectContaining({ nodeId: 'show', value: { inline: 'Ada' } }),
    );
    const wrong = await eventsOf(server, await startRun(server, workflow, { nobody: 'Ada' }));
    expect(wrong.at(-1)).toMatchObject({ status: 'failed', error: { code: 'NODE_INPUT_INVALID' } });
  });

  test('whose daemon fails ends with what to do about it', async () => {
    await daemon.kill();
    const runId = await startRun(server, QUESTION);
    const events = await eventsOf(server, runId);
    const error = { code: 'OLLAMA_UNREACHABLE', hint: expect.stringContaining('start Ollama') };
    expect(events.at(-1)).toMatchObject({ status: 'failed', error });
    expect(await summaryOf(runId)).toMatchObject({ state: 'failed', error });
  });

  test('is known from the moment it was started', async () => {
    const { script, release } = answerInTwo();
    daemon.once('POST /api/chat', script);
    const workflow = { ...QUESTION, id: 'my-flow', name: 'My flow' };
    const runId = await startRun(server, workflow);
    const running = { runId, state: 'running', workflowId: 'my-flow', workflowName: 'My flow' };
    expect(await summaryOf(runId)).toMatchObject(running);
    expect(await listed()).toEqual([runId]);
    release();
    await eventsOf(server, runId);
  });

  test('is known while it runs, also when its record cannot be written', async () => {
    writeFileSync(join(server.home, 'runs'), 'a file where a folder should be');
    const { script, release } = answerInTwo();
    daemon.once('POST /api/chat', script);
    const runId = await startRun(server, QUESTION);
    expect(await summaryOf(runId)).toMatchObject({ state: 'running' });
    expect(await listed()).toEqual([runId]);
    const events = eventsFrom(await server.open(`/api/runs/${runId}/events`));
    release();
    expect((await events).at(-1)).toMatchObject({ type: 'run-end', status: 'completed' });
    expect(await events).toContainEqual(expect.objectContaining({ type: 'log', level: 'warning' }));
  });

  test('has ended for everybody once its last event was told', async () => {
    for (let round = 0; round < 20; round += 1) {
      const runId = await startRun(server, SMALL);
      await eventsFrom(
        await server.open(`/api/runs/${runId}/events`),
        ({ type }) => type === 'run-end',
      );
      expect(await summaryOf(runId)).toMatchObject({ state: 'completed' });
    }
  });

  test('goes on when nobody follows it any more', async () => {
    const { script, release } = answerInTwo();
    daemon.once('POST /api/chat', script);
    const runId = await startRun(server, QUESTION);
    const response = await server.open(`/api/runs/${runId}/events`);
    const before = await eventsFrom(response, isText);
    const left = once(response, 'close');
    response.destroy();
    await left;
    release();
    const all = await eventsOf(server, runId);
    expect(all.slice(0, before.length)).toEqual(before);
    expect(all.at(-1)).toMatchObject({ type: 'run-end', status: 'completed' });
    expect(textOf(all)).toBe('The capital is Paris.');
  });

  test('is followed by several at once, who all see the same', async () => {
    const { script, release } = answerInTwo();
    daemon.once('POST /api/chat', script);
    const runId = await startRun(server, QUESTION);
    const followers = upTo(5).map(() => eventsOf(server, runId));
    release();
    const [first, ...others] = await Promise.all(followers);
    expect(first?.at(-1)).toMatchObject({ type: 'run-end' });
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('who comes back', () => {
  test('to a run that goes on misses nothing and gets nothing twice', async () => {
    const { script, release } = answerInTwo();
    daemon.once('POST /api/chat', script);
    const runId = await startRun(server, QUESTION);
    const before = await eventsFrom(await server.open(`/api/runs/${runId}/events`), isText);
    const last = String(before.at(-1)?.seq);
    const rest = eventsOf(server, runId, { 'last-event-id': last });
    release();
    const all = [...before, ...(await rest)];
    expect(numbersOf(all)).toEqual(upTo(all.length));
    expect(all).toEqual(await eventsOf(server, runId));
  });

  test('to a run that has ended gets the rest from its record', async () => {
    const runId = await startRun(server, QUESTION);
    const all = await eventsOf(server, runId);
    await summaryOf(runId);
    for (const last of upTo(all.length)) {
      const rest = await eventsOf(server, runId, { 'last-event-id': String(last) });
      expect(rest).toEqual(all.slice(last + 1));
    }
  });

  test('may say by the address from where on', async () => {
    const runId = await startRun(server, QUESTION);
    const all = await eventsOf(server, runId);
    const response = await server.open(`/api/runs/${runId}/events?from=3`);
    expect(await eventsFrom(response)).toEqual(all.slice(3));
  });

  test('with both gets what the browser says it lacks', async () => {
    const runId = await startRun(server, QUESTION);
    const all = await eventsOf(server, runId);
    const headers = { 'last-event-id': '4' };
    const response = await server.open(`/api/runs/${runId}/events?from=1`, { headers });
    expect(await eventsFrom(response)).toEqual(all.slice(5));
  });

  test.each(['', ' ', 'x', '-1', '1.5', 'null'])(
    'with a number that is none gets everything: %j',
    async (last) => {
      const runId = await startRun(server, SMALL);
      const all = await eventsOf(server, runId);
      expect(await eventsOf(server, runId, { 'last-event-id': last })).toEqual(all);
    },
  );

  test('with a number that is yet to come gets only the end', async () => {
    const runId = await startRun(server, SMALL);
    await eventsOf(server, runId);
    expect(await eventsOf(server, runId, { 'last-event-id': '1000' })).toEqual([]);
  });

  test('after another launch finds the run as it was told', async () => {
    const runId = await startRun(server, QUESTION);
    const all = await eventsOf(server, runId);
    await server.close();
    server = await startTestServer({ environment: { NODETOOL_HOME: server.home } });
    expect(await eventsOf(server, runId)).toEqual(all);
    expect(await summaryOf(runId)).toMatchObject({ state: 'completed' });
  });
});

describe('cancelling', () => {
  const cancel = (runId: string) =>
    server.ask(`/api/runs/${runId}/cancel`, { method: 'POST', body: {} });

  test('ends the run, and the daemon sees its socket close', async () => {
    const asked = daemon.nextRequest('/api/chat');
    const workflow = workflowOf({
      a: ['nodetool.text.Generate', { model: 'tiny-loop', prompt: 'x' }],
    });
    const runId = await startRun(server, workflow);
    await eventsFrom(await server.open(`/api/runs/${runId}/events`), isText);
    const { closed } = await asked;
    expect(await cancel(runId)).toMatchObject({ status: 202 });
    expect(await closed).toBe('aborted');
    const events = await eventsOf(server, runId);
    expect(events.at(-1)).toMatchObject({
      type: 'run-end',
      status: 'cancelled',
      error: { code: 'CANCELLED' },
    });
    expect(await summaryOf(runId)).toMatchObject({ state: 'cancelled' });
  });

  test('twice at once gives one end', async () => {
    daemon.once('POST /api/chat', [{ stall: true }]);
    const asked = daemon.nextRequest('/api/chat');
    const runId = await startRun(server, QUESTION);
    await asked;
    const answers = await Promise.all([cancel(runId), cancel(runId), cancel(runId)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const events = await eventsOf(server, runId);
    expect(events.filter(({ type }) => type === 'run-end')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'node-end')).toHaveLength(2);
  });

  test('before the daemon is asked gives one end', async () => {
    const runId = await startRun(server, QUESTION);
    await cancel(runId);
    const events = await eventsOf(server, runId);
    expect(events.filter(({ type }) => type === 'run-end')).toHaveLength(1);
  });

  test('a run that has ended changes nothing', async () => {
    const runId = await startRun(server, SMALL);
    const events = await eventsOf(server, runId);
    await summaryOf(runId);
    expect(await cancel(runId)).toMatchObject({ status: 202 });
    expect(await eventsOf(server, runId)).toEqual(events);
    expect(await summaryOf(runId)).toMatchObject({ state: 'completed' });
  });
});

describe('a run that nobody knows', () => {
  test.each([
    ['GET', ''],
    ['GET', '/events'],
    ['POST', '/cancel'],
  ])('is not found: %s %s', async (method, rest) => {
    const path = `/api/runs/20260101T000000Z-00000000${rest}`;
    const answer = await server.ask(path, { method, ...(method === 'POST' ? { body: {} } : {}) });
    expect(answer.status).toBe(404);
    expect(codeOf(answer)).toBe('RUN_NOT_FOUND');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('the list of runs', () => {
  /** Starts a run and waits for its end. */
  async function ended(workflow: unknown): Promise<string> {
    const runId = await startRun(server, workflow);
    await eventsOf(server, runId);
    return runId;
  }

  test('is empty at first', async () => {
    expect(await listed()).toEqual([]);
  });

  test('holds all, or those of one workflow', async () => {
    const [a, b, none] = [
      await ended({ ...SMALL, id: 'flow-a' }),
      await ended({ ...SMALL, id: 'flow-b' }),
      await ended(SMALL),
    ];
    expect((await listed()).toSorted()).toEqual([a, b, none].toSorted());
    expect(await listed('?workflowId=flow-a')).toEqual([a]);
    expect(await listed('?workflowId=flow-b')).toEqual([b]);
    expect(await listed('?workflowId=flow')).toEqual([]);
  });

  test('begins with the newest, and is as long as it is asked to be', async () => {
    const started = [];
    for (let round = 0; round < 5; round += 1) {
      const runId = await ended(SMALL);
      started.push(runId);
      const { json } = await server.ask(`/api/runs/${runId}`);
      // The next one is started in another millisecond.
      const { startedAt }: RunSummary = Object(json);
      while (Date.now() === startedAt) await listed();
    }
    expect(await listed()).toEqual(started.toReversed());
    expect(await listed('?limit=5')).toHaveLength(5);
    expect(await listed('?limit=2')).toHaveLength(2);
  });

  test.each(['limit=0', 'limit=501', 'limit=x', 'limit=1.5', `workflowId=${'x'.repeat(257)}`])(
    'is not given for a question that makes no sense: %s',
    async (query) => {
      const answer = await server.ask(`/api/runs?${query}`);
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe('REQUEST_INVALID');
    },
  );
});
