import { z } from 'zod';
import { errorShape } from '../errors/error-shape.ts';

/** How a node or a run ended. */
export const endStatusSchema = z.enum([
  'completed',
  'cached',
  'bypassed',
  'skipped',
  'failed',
  'cancelled',
]);

/** See {@link endStatusSchema}. */
export type EndStatus = z.infer<typeof endStatusSchema>;

/** Figures of one node; absent = the provider did not say. */
export const usageSchema = z.object({
  model: z.string().optional(),
  promptTokens: z.int().nonnegative().optional(),
  outputTokens: z.int().nonnegative().optional(),
  tokensPerSecond: z.number().nonnegative().optional(),
  loadMs: z.number().nonnegative().optional(),
  promptMs: z.number().nonnegative().optional(),
  outputMs: z.number().nonnegative().optional(),
  totalMs: z.number().nonnegative().optional(),
});

/** A value in an event: inline, or by hash when its JSON is long. Exactly one of the two is there. */
export const eventValueSchema = z.union([
  z.object({ inline: z.json() }),
  z.object({ blob: z.string().regex(/^sha256:[0-9a-f]{64}$/), sizeBytes: z.int().nonnegative() }),
]);

/** See {@link eventValueSchema}. */
export type EventValue = z.infer<typeof eventValueSchema>;

const envelope = {
  /** 0, 1, 2, … without gaps within a run. */
  seq: z.int().nonnegative(),
  runId: z.string().min(1),
  /** Which list item, loop turn or subgraph; empty at the top. */
  path: z.array(z.union([z.string(), z.int()])),
  /** 1 for the first try; absent where nothing can be tried again. */
  attempt: z.int().positive().optional(),
  /** Milliseconds since 1970. */
  at: z.number(),
};

const ofRun = <T extends string, F extends z.ZodRawShape>(type: T, fields: F) =>
  z.object({ type: z.literal(type), ...envelope, ...fields });

const ofNode = <T extends string, F extends z.ZodRawShape>(type: T, fields: F) =>
  z.object({ type: z.literal(type), nodeId: z.string().min(1), ...envelope, ...fields });

/** Every event of a run. Checked at process borders (file, HTTP, child process), not per token inside a process. */
export const runEventSchema = z.discriminatedUnion('type', [
  ofRun('run-start', { workflowId: z.string().optional(), workflowName: z.string().optional() }),
  ofNode('node-queue', { nodeType: z.string() }),
  ofNode('node-wait', {
    phase: z.enum(['queued', 'loading', 'reading', 'thinking', 'answering']),
    model: z.string().optional(),
    detail: z.string().optional(),
  }),
  ofNode('node-start', { nodeType: z.string() }),
  /** The next piece of text of a stream port; pieces are joined so that few events are sent. */
  ofNode('node-delta', { port: z.string(), text: z.string() }),
  /** The value of a port; for a text stream, the whole text when it ended; for other streams, each item. */
  ofNode('node-output', { port: z.string(), value: eventValueSchema }),
  ofNode('node-retry', { delayMs: z.number().nonnegative(), error: errorShape }),
  ofNode('node-end', {
    status: endStatusSchema,
    durationMs: z.number().nonnegative(),
    error: errorShape.optional(),
    /** Why it was skipped or bypassed. */
    reason: z.string().optional(),
    usage: usageSchema.optional(),
  }),
  /** How many values an edge has carried so far; `done` with the last one. */
  ofRun('edge-flow', { edgeId: z.string(), count: z.int().nonnegative(), done: z.boolean() }),
  ofNode('ask', { askId: z.string(), question: z.string() }),
  ofRun('log', {
    level: z.enum(['info', 'warning']),
    message: z.string(),
    nodeId: z.string().optional(),
  }),
  ofRun('run-end', {
    status: z.enum(['completed', 'failed', 'cancelled']),
    durationMs: z.number().nonnegative(),
    error: errorShape.optional(),
  }),
]);

/** See {@link runEventSchema}. */
export type RunEvent = z.infer<typeof runEventSchema>;

/** One kind of event, by its type. */
export type RunEventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
