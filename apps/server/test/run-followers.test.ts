import { once } from 'node:events';
import type { RunEvent } from '@nodetool-ai/graph';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  chatLine,
  doneLine,
  startScriptedDaemon,
} from '../../../test/support/src/scripted-daemon/index.ts';
import type { ScriptedDaemon } from '../../../test/support/src/scripted-daemon/index.ts';
import { eventsFrom, eventsOf, startRun, workflowOf } from './follow-run.ts';
import { startTestServer } from './start-test-server.ts';
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

const MODEL = 'tiny-chat';
const ASK = workflowOf({ a: ['nodetool.text.Generate', { model: MODEL, prompt: 'Hello' }] });
/** More than all sockets on the way take. */
const LONG = Array.from({ length: 250 }, (_, index) => `${index} `.padEnd(50_000, 'x'));

const textOf = (events: readonly RunEvent[]) =>
  events.map((event) => (event.type === 'node-delta' ? event.text : '')).join('');

describe('a reader that does not read', () => {
  test('holds up neither the run nor another reader, and misses nothing when it reads again', async () => {
    daemon.once('POST /api/chat', [
      ...LONG.map((content) => ({ send: chatLine({ content }, MODEL) })),
      { send: doneLine({}, MODEL) },
    ]);
    const runId = await startRun(server, ASK);
    const slow = await server.open(`/api/runs/${runId}/events`);
    const events = await eventsOf(server, runId);
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'completed' });
    expect(textOf(events) === LONG.join('')).toBe(true);
    const late = await eventsFrom(slow);
    expect(late.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
    expect(textOf(late) === LONG.join('')).toBe(true);
  }, 30_000);

  test('that goes away leaves the server as it was', async () => {
    daemon.once('POST /api/chat', [
      ...LONG.map((content) => ({ send: chatLine({ content }, MODEL) })),
      { send: doneLine({}, MODEL) },
    ]);
    const runId = await startRun(server, ASK);
    const slow = await server.open(`/api/runs/${runId}/events`);
    const left = once(slow, 'close');
    slow.destroy();
    await left;
    expect((await eventsOf(server, runId)).at(-1)).toMatchObject({ status: 'completed' });
    expect(await server.ask('/api/nodes')).toMatchObject({ status: 200 });
  }, 30_000);
});
