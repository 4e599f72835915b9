import type { ErrorShape, RunEvent, RunState, Workflow } from '@nodetool-ai/graph';
import { browserFrames } from './frame-clock.ts';
import type { FrameClock } from './frame-clock.ts';
import { advanceNode } from './node-run.ts';
import type { NodeRun } from './node-run.ts';

/** How a run stands as a whole. */
export interface RunOverview {
  readonly runId: string;
  readonly state: RunState;
  /** Milliseconds since 1970, by the clock of the server. */
  readonly startedAt: number;
  readonly durationMs?: number;
  readonly error?: ErrorShape;
  /** False while the stream is lost; the run itself goes on. */
  readonly isConnected: boolean;
  /** The workflow as it was started here; missing for a run that was found again. */
  readonly workflow?: Workflow;
}

type Listener = () => void;

/**
 * What a run did so far, node by node, outside of React and of the canvas. Events only change what is kept; once a
 * picture, each listener whose node changed is told once, however many pieces of text came.
 */
export class RunStore {
  readonly #frames: FrameClock;
  readonly #nodes = new Map<string, NodeRun>();
  readonly #flows = new Map<string, boolean>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #changed = new Set<string>();
  #overview: RunOverview | undefined;
  #isScheduled = false;
  #version = 0;
  #members = 0;

  constructor(frames: FrameClock = browserFrames) {
    this.#frames = frames;
  }

  /** Forgets the run before and waits for the events of this one. */
  begin(runId: string, workflow?: Workflow): void {
    this.clear();
    this.#overview = {
      runId,
      state: 'running',
      startedAt: Date.now(),
      isConnected: true,
      ...(workflow === undefined ? {} : { workflow }),
    };
    this.#mark(OVERVIEW);
  }

  /** Forgets everything. */
  clear(): void {
    for (const id of this.#nodes.keys()) this.#mark(id);
    if (this.#nodes.size > 0) this.#mark(NODES);
    this.#stopFlows();
    this.#nodes.clear();
    this.#overview = undefined;
    this.#mark(OVERVIEW);
    this.#markMembers();
  }

  /** Takes an event of the run. */
  take(event: RunEvent): void {
    if (this.#overview === undefined) return;
    switch (event.type) {
      case 'run-start':
        this.#change({ startedAt: event.at });
        return;
      case 'run-end': {
        const { status: state, durationMs, error } = event;
        this.#change({ state, durationMs, ...(error === undefined ? {} : { error }) });
        this.#stopFlows();
        return;
      }
      case 'edge-flow':
        this.#flows.set(event.edgeId, !event.done);
        this.#mark(flowKey(event.edgeId));
        return;
      case 'log':
      case 'ask':
      case 'node-queue':
      case 'node-wait':
      case 'node-start':
      case 'node-delta':
      case 'node-output':
      case 'node-retry':
      case 'node-end':
        if (event.nodeId === undefined) return;
        if (!this.#nodes.has(event.nodeId)) this.#markMembers();
        this.#takeOfNode(event.nodeId, event);
    }
  }

  /** Ends the run without its last event, which never came. */
  conclude(runId: string, end: Partial<RunOverview>): void {
    if (this.#overview?.runId === runId) this.#change(end);
  }

  /** Whether the stream of events is there. */
  setConnected(isConnected: boolean): void {
    if (this.#overview !== undefined && this.#overview.isConnected !== isConnected)
      this.#change({ isConnected });
  }

  /** How a node stands; the same object until it changed. */
  node(nodeId: string): NodeRun | undefined {
    return this.#nodes.get(nodeId);
  }

  /** All nodes of the run, in the order in which they were queued. */
  nodes(): ReadonlyMap<string, NodeRun> {
    return this.#nodes;
  }

  /** Whether values travel over a wire now. */
  isFlowing(edgeId: string): boolean {
    return this.#flows.get(edgeId) === true;
  }

  /** The run as a whole, or undefined when there is none. */
  overview(): RunOverview | undefined {
    return this.#overview;
  }

  /** Rises when other nodes than before are part of the run. */
  members(): number {
    return this.#members;
  }

  /** Rises with every change of any node: what to look at all nodes for. */
  version(): number {
    return this.#version;
  }

  /** Told when a node changed. Gives what ends it. */
  subscribeNode = (nodeId: string, listener: Listener) => this.#subscribe(nodeId, listener);
  /** Told when a wire begins or ends to carry values. */
  subscribeFlow = (edgeId: string, listener: Listener) =>
    this.#subscribe(flowKey(edgeId), listener);
  /** Told when the run as a whole changed. */
  subscribeOverview = (listener: Listener) => this.#subscribe(OVERVIEW, listener);
  /** Told, at most once a picture, when any node changed. */
  subscribeNodes = (listener: Listener) => this.#subscribe(NODES, listener);

  /** Told when other nodes than before are part of the run. */
  subscribeMembers = (listener: Listener) => this.#subscribe(MEMBERS, listener);

  /** The record of a run that was interrupted does not say of each wire that it carries nothing more. */
  #stopFlows(): void {
    for (const id of this.#flows.keys()) this.#mark(flowKey(id));
    this.#flows.clear();
  }

  #markMembers(): void {
    this.#members += 1;
    this.#mark(MEMBERS);
  }

  /** Who looks at all nodes is told of states and phases, not of every piece of text. */
  #takeOfNode(nodeId: string, event: Parameters<typeof advanceNode>[1]): void {
    const before = this.#nodes.get(nodeId);
    const after = advanceNode(before, event);
    this.#nodes.set(nodeId, after);
    this.#mark(nodeId);
    const isSame = before?.state === after.state && before.segments === after.segments;
    if (!isSame) this.#mark(NODES);
  }

  #subscribe(key: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      // Who leaves a second time finds the set of those that came later under this key.
      if (listeners.size === 0 && this.#listeners.get(key) === listeners)
        this.#listeners.delete(key);
    };
  }

  #change(change: Partial<RunOverview>): void {
    if (this.#overview === undefined) return;
    this.#overview = { ...this.#overview, ...change };
    this.#mark(OVERVIEW);
  }

  #mark(key: string): void {
    this.#changed.add(key);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#frames(() => this.#flush());
  }

  #flush(): void {
    this.#isScheduled = false;
    this.#version += 1;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const key of changed) {
      for (const listener of this.#listeners.get(key) ?? []) listener();
    }
  }
}

/** Keys that no node can have: ids of nodes are not empty and hold no NUL. */
const OVERVIEW = '\0overview';
const NODES = '\0nodes';
const MEMBERS = '\0members';
const flowKey = (edgeId: string) => `\0flow ${edgeId}`;
