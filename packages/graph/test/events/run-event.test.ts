import { runEventSchema } from '@nodetool-ai/graph';
import { expect, test } from 'vitest';

const envelope = { seq: 0, runId: 'r', path: [], at: 1 };
const error = { code: 'CANCELLED', message: 'm', hint: 'h' };

test.each([
  { type: 'run-start', workflowId: 'w' },
  { type: 'node-queue', nodeId: 'n', nodeType: 't' },
  { type: 'node-wait', nodeId: 'n', phase: 'loading' },
  { type: 'node-start', nodeId: 'n', nodeType: 't' },
  { type: 'node-delta', nodeId: 'n', port: 'p', text: 'x' },
  { type: 'node-output', nodeId: 'n', port: 'p', value: { inline: [1, null] } },
  {
    type: 'node-output',
    nodeId: 'n',
    port: 'p',
    value: { blob: `sha256:${'a'.repeat(64)}`, sizeBytes: 1 },
  },
  { type: 'node-retry', nodeId: 'n', attempt: 2, delayMs: 1, error },
  {
    type: 'node-end',
    nodeId: 'n',
    status: 'failed',
    durationMs: 1,
    error,
    usage: { outputTokens: 3 },
  },
  { type: 'edge-flow', edgeId: 'e', count: 1, done: false },
  { type: 'ask', nodeId: 'n', askId: 'a', question: 'q' },
  { type: 'log', level: 'warning', message: 'm' },
  { type: 'run-end', status: 'cancelled', durationMs: 1, error },
])('$type is an event', (fields) => {
  const event = { ...envelope, ...fields };
  expect(runEventSchema.parse(event)).toEqual(event);
  expect(runEventSchema.safeParse({ ...event, seq: -1 }).success).toBe(false);
});

test.each([
  { type: 'node-finish', nodeId: 'n' },
  { type: 'node-end', nodeId: 'n', status: 'done', durationMs: 1 },
  { type: 'node-delta', port: 'p', text: 'x' },
  { type: 'run-end', status: 'skipped', durationMs: 1 },
])('%j is none', (fields) => {
  expect(runEventSchema.safeParse({ ...envelope, ...fields }).success).toBe(false);
});
