import type { EndStatus, ErrorShape, EventValue, RunEvent, RunEventOf } from '@nodetool-ai/graph';

/** Where the time of a node went. */
export type Phase = 'waiting' | 'loading' | 'reading' | 'thinking' | 'answering' | 'computing';

/** A stretch of time of one phase; `endedAt` is missing while it lasts. Milliseconds since 1970. */
export interface Segment {
  readonly phase: Phase;
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** How a node stands in a run. */
export interface NodeRun {
  readonly state: 'queued' | 'running' | EndStatus;
  readonly segments: readonly Segment[];
  /** Text that streamed in so far, by port. */
  readonly texts: Readonly<Record<string, string>>;
  /** Values by port; the last one of a stream of values. */
  readonly outputs: Readonly<Record<string, EventValue>>;
  readonly model?: string;
  readonly usage?: RunEventOf<'node-end'>['usage'];
  readonly error?: ErrorShape;
  readonly reason?: string;
  readonly durationMs?: number;
  readonly warnings: readonly string[];
}

const QUEUED: NodeRun = { state: 'queued', segments: [], texts: {}, outputs: {}, warnings: [] };

const WAIT_PHASES = { queued: 'waiting' } as const;

/** How a node stands after one more event of it. */
export function advanceNode(
  node: NodeRun | undefined,
  event: Extract<RunEvent, { nodeId?: string | undefined }>,
): NodeRun {
  const now = node ?? QUEUED;
  switch (event.type) {
    case 'node-queue':
      return enter(QUEUED, 'waiting', event.at);
    case 'node-start':
      return { ...enter(now, 'computing', event.at), state: 'running' };
    case 'node-wait': {
      const phase = event.phase === 'queued' ? WAIT_PHASES.queued : event.phase;
      const entered = enter(now, phase, event.at);
      return event.model === undefined ? entered : { ...entered, model: event.model };
    }
    case 'node-delta': {
      const { port, text } = event;
      const before = Object.hasOwn(now.texts, port) ? now.texts[port] : '';
      return { ...now, texts: { ...now.texts, [port]: `${before}${text}` } };
    }
    case 'node-output':
      return { ...now, outputs: { ...now.outputs, [event.port]: event.value } };
    case 'node-end':
      return end(now, event);
    case 'log':
      return event.level === 'warning'
        ? { ...now, warnings: [...now.warnings, event.message] }
        : now;
    case 'node-retry':
    case 'ask':
      return now;
  }
}

function end(node: NodeRun, event: RunEventOf<'node-end'>): NodeRun {
  const { status, durationMs, usage, error, reason } = event;
  return {
    ...node,
    state: status,
    durationMs,
    segments: closed(node.segments, event.at),
    ...(usage === undefined ? {} : { usage }),
    ...(error === undefined ? {} : { error }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function enter(node: NodeRun, phase: Phase, at: number): NodeRun {
  if (node.segments.at(-1)?.phase === phase && node.segments.at(-1)?.endedAt === undefined)
    return node;
  return { ...node, segments: [...closed(node.segments, at), { phase, startedAt: at }] };
}

function closed(segments: readonly Segment[], at: number): readonly Segment[] {
  const last = segments.at(-1);
  if (last === undefined || last.endedAt !== undefined) return segments;
  // Two events in the same millisecond leave a stretch without length, which shows nothing.
  if (last.startedAt >= at) return segments.slice(0, -1);
  return [...segments.slice(0, -1), { ...last, endedAt: at }];
}

/** Whether it is under way: its time still grows. */
export function isLive(node: NodeRun): boolean {
  return node.state === 'running';
}

/** The phase that lasts now. */
export function phaseOf(node: NodeRun): Phase | undefined {
  const last = node.segments.at(-1);
  return last?.endedAt === undefined ? last?.phase : undefined;
}
