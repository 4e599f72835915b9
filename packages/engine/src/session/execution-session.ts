import {
  applyParameters,
  NodetoolError,
  noModelFacts,
  toErrorShape,
  validateWorkflow,
} from '@nodetool-ai/graph';
import type {
  AssetStore,
  ErrorShape,
  ModelFactsLookup,
  NodeRegistry,
  RunEvent,
  Workflow,
} from '@nodetool-ai/graph';
import { EventLog } from '../events/event-log.ts';
import type { RunListener } from '../events/event-log.ts';
import { systemClock } from '../events/run-clock.ts';
import type { RunClock } from '../events/run-clock.ts';
import { StallGuard } from '../flow/stall-guard.ts';
import type { RunJournal } from '../storage/run-journal.ts';
import { planRun } from './plan-run.ts';
import { cancelError, runNode } from './run-node.ts';
import type { NodeOutcome } from './run-node.ts';

/** What a run is made of. */
export interface SessionOptions {
  readonly runId: string;
  readonly workflow: Workflow;
  readonly registry: NodeRegistry;
  /** Values for the workflow's input nodes, by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What nodes may be given, by the names of their needs. */
  readonly services?: object;
  readonly assets: AssetStore;
  readonly facts?: ModelFactsLookup;
  readonly clock?: RunClock;
  /** How long a cancelled node may take to end, in milliseconds. Default 5,000. */
  readonly graceMs?: number;
  /** Makes the record of the run; told of a write that fails by its callback. */
  readonly openJournal?: (runId: string, onError: (error: Error) => void) => RunJournal;
}

/** How a run came out. */
export interface RunResult {
  readonly runId: string;
  readonly status: 'completed' | 'failed' | 'cancelled';
  /** The first error, for a run that did not complete. */
  readonly error?: ErrorShape;
  /** How each node came out and what it gave, by node id. */
  readonly nodes: Readonly<Record<string, NodeOutcome>>;
  /** Why the record of the run is incomplete, when it is. */
  readonly journalError?: string;
}

const GRACE_MS = 5000;

/** One run of one workflow. Every surface runs its graphs through this class, by way of the launcher. */
export class ExecutionSession {
  readonly runId: string;
  readonly #options: SessionOptions;
  readonly #clock: RunClock;
  readonly #log: EventLog;
  readonly #controller = new AbortController();
  #isStarted = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.runId = options.runId;
    this.#log = new EventLog(options.runId, this.#clock);
  }

  /** Tells of every event from number `from` on, those that were before too. Gives what ends it. */
  subscribe(listener: RunListener, from = 0): () => void {
    return this.#log.subscribe(listener, from);
  }

  /** The events from number `from` on, to the end of the run. */
  events(from = 0): AsyncGenerator<RunEvent, void, void> {
    return this.#log.events(from);
  }

  /** Ends the run as cancelled, also before it began. With a NodetoolError as reason, that is the error of the run. */
  cancel(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  /** Runs to the end. Rejects only with RUN_ALREADY_STARTED; everything else is in the result. */
  async run(signal?: AbortSignal): Promise<RunResult> {
    if (this.#isStarted) throw new NodetoolError('RUN_ALREADY_STARTED');
    this.#isStarted = true;
    const forward = () => this.cancel(signal?.reason);
    if (signal?.aborted) forward();
    signal?.addEventListener('abort', forward, { once: true });
    const startedAt = this.#clock.now();
    const journal = this.#openJournal();
    try {
      const { id, name } = this.#options.workflow;
      this.#log.emit({
        type: 'run-start',
        ...(typeof id === 'string' ? { workflowId: id } : {}),
        ...(typeof name === 'string' ? { workflowName: name } : {}),
      });
      const result = await this.#runGraph();
      const { status, error } = result;
      const durationMs = Math.max(0, this.#clock.now() - startedAt);
      this.#log.emit({
        type: 'run-end',
        status,
        durationMs,
        ...(error === undefined ? {} : { error }),
      });
      const journalError = await journal?.close();
      return journalError === undefined
        ? result
        : { ...result, journalError: journalError.message };
    } finally {
      signal?.removeEventListener('abort', forward);
    }
  }

  async #runGraph(): Promise<RunResult> {
    const base = { runId: this.runId, nodes: {} };
    const { signal } = this.#controller;
    if (signal.aborted)
      return { ...base, status: 'cancelled', error: toErrorShape(cancelError(signal)) };
    let workflow: Workflow;
    try {
      workflow = this.#checkedWorkflow();
    } catch (error) {
      return { ...base, status: 'failed', error: toErrorShape(error, 'WORKFLOW_INVALID') };
    }
    const {
      registry,
      facts = noModelFacts,
      services = {},
      assets,
      graceMs = GRACE_MS,
    } = this.#options;
    const guard = new StallGuard();
    const nodes = planRun(workflow, registry, facts, guard);
    const scope = {
      log: this.#log,
      clock: this.#clock,
      guard,
      assets,
      services: Object.fromEntries(Object.entries(services)),
      signal,
      graceMs,
    };
    for (const node of nodes)
      this.#log.emit({ type: 'node-queue', nodeId: node.id, nodeType: node.type });
    const outcomes = await Promise.all(nodes.map((node) => runNode(node, scope)));
    return {
      ...base,
      nodes: Object.fromEntries(outcomes.map((outcome) => [outcome.nodeId, outcome])),
      ...this.#sumUp(outcomes),
    };
  }

  /** Cancelled before failed before completed. */
  #sumUp(outcomes: readonly NodeOutcome[]): Pick<RunResult, 'status' | 'error'> {
    const { signal } = this.#controller;
    const wasCut = signal.aborted && outcomes.some((outcome) => outcome.status === 'cancelled');
    if (wasCut) return { status: 'cancelled', error: toErrorShape(cancelError(signal)) };
    const failed = outcomes.find((outcome) => outcome.status === 'failed');
    return failed?.error === undefined
      ? { status: 'completed' }
      : { status: 'failed', error: failed.error };
  }

  #checkedWorkflow(): Workflow {
    const { registry, parameters = {}, facts = noModelFacts } = this.#options;
    const workflow = applyParameters(this.#options.workflow, registry, parameters);
    const issues = validateWorkflow(workflow, registry, facts).filter(
      (issue) => issue.severity === 'error',
    );
    const [first] = issues;
    if (first === undefined) return workflow;
    throw new NodetoolError(first.code, `${first.path}: ${first.message}`, {
      ...(first.hint === undefined ? {} : { hint: first.hint }),
      details: { issues: issues.map((issue) => ({ ...issue })) },
    });
  }

  #openJournal(): RunJournal | undefined {
    const journal = this.#options.openJournal?.(this.runId, (error) =>
      this.#log.emit({
        type: 'log',
        level: 'warning',
        message: `The record of this run cannot be written: ${error.message}`,
      }),
    );
    if (journal !== undefined) this.#log.subscribe((event) => journal.append(event));
    return journal;
  }
}
