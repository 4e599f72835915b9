import type { ErrorShape } from '../errors/error-shape.ts';
import type { EndStatus } from '../events/run-event.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { NodeDescription } from '../nodes/describe-node.ts';
import type { ResolvedPorts } from '../nodes/node-declaration.ts';
import type { WorkflowIssue } from '../workflow/workflow-issue.ts';
import type { Workflow } from '../workflow/workflow-schema.ts';

/** The port on which the server listens when nobody says otherwise and it is free. */
export const DEFAULT_SERVER_PORT = 7777;

/** `GET /api/session`: what a page that may come in is told first. */
export interface SessionReport {
  /** Version of the server. */
  readonly version: string;
  /** When it was started, milliseconds since 1970: another number means another launch. */
  readonly startedAt: number;
}

/** `GET /api/nodes`: every node that can be run. */
export interface NodesReport {
  readonly packs: readonly { readonly name: string; readonly version: string }[];
  readonly nodes: readonly NodeDescription[];
}

/** `POST /api/nodes/ports`: the ports of nodes as they are with their settings, in the order of the question. */
export interface PortsReport {
  readonly ports: readonly (ResolvedPorts | null)[];
}

/** `absent`: local engines do not exist in this environment. The others are those of a provider. */
export type EngineState =
  | 'ready'
  | 'refused'
  | 'timeout'
  | 'unauthorized'
  | 'not-ollama'
  | 'incomplete'
  | 'http-error'
  | 'absent';

/** `GET /api/engine`: whether models can be run now, and which there are. */
export interface EngineReport {
  readonly state: EngineState;
  /** The address that was asked. */
  readonly url?: string;
  /** Who says that address: `default`, `secret OLLAMA_API_URL`, `environment OLLAMA_HOST`, … */
  readonly source?: string;
  readonly version?: string;
  readonly cause?: string;
  readonly remedy?: string;
  /** When it was asked, milliseconds since 1970. */
  readonly askedAt: number;
  /** Absent when the list could not be had; `[]` means that none is installed. */
  readonly models?: readonly ModelFacts[];
  readonly modelsError?: ErrorShape;
  /** Memory of this machine; only said of an engine that runs on it. */
  readonly memory?: { readonly totalBytes: number; readonly freeBytes: number };
  /** Models that are being pulled, and those that came or failed within the last minute. */
  readonly pulls?: readonly PullReport[];
  /** Who answers: the person's Ollama, or the starter engine in its place. Absent when nobody does. */
  readonly kind?: 'ollama' | 'starter';
  /** The starter engine, whether it is used or not. Absent where it may not exist, and of an older server. */
  readonly starter?: StarterReport;
}

/** One thing that the starter engine is made of. */
export interface StarterPart {
  /** `engine`, or the name of a model. */
  readonly id: string;
  /** For people: `Engine`, `SmolLM2 135M`. */
  readonly title: string;
  /** What it does, in one or two words: `writes`, `embeds`. */
  readonly does: string;
  /** SPDX name. */
  readonly licence: string;
  readonly downloadBytes: number;
  readonly diskBytes: number;
  /** Where it comes from, in words. */
  readonly source: string;
  readonly isInstalled: boolean;
}

/** An installation of the starter engine that is under way, or came to an end since the server started. */
export interface StarterInstallReport {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Title of the part that is being fetched or checked now. */
  readonly part?: string;
  /** What is done with it: `downloading`, `checking`, `converting`, … */
  readonly status?: string;
  /** Of all parts together. */
  readonly completedBytes?: number;
  readonly totalBytes?: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
  /** Why it failed. */
  readonly error?: ErrorShape;
}

/** `GET /api/starter`, and in every report of the engine: the starter engine and what it would take to have it. */
export interface StarterReport {
  /** Whether there is one for this system. */
  readonly isSupported: boolean;
  /** Why there is none. */
  readonly unsupportedCause?: string;
  /** Whether everything is there that answering needs: the engine and at least one model. */
  readonly isInstalled: boolean;
  readonly parts: readonly StarterPart[];
  /** Free bytes where it is installed; absent when the system does not say. */
  readonly freeBytes?: number;
  readonly install?: StarterInstallReport;
  /** Why it last ended by itself or did not start; absent while it is well. */
  readonly error?: ErrorShape;
}

/** A model that is being pulled, or was until a minute ago. A figure that is not known yet is absent. */
export interface PullReport {
  /** Full name with tag. */
  readonly model: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What is being done, in the daemon's words. */
  readonly status?: string;
  readonly completedBytes?: number;
  readonly totalBytes?: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
  /** Why it failed. */
  readonly error?: ErrorShape;
}

/** One line of `GET /api/workflows`. */
export interface WorkflowSummary {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** Absent when the file cannot be read as a workflow. */
  readonly nodeCount?: number;
}

/** `GET /api/workflows/:id`. */
export interface StoredWorkflow {
  readonly workflow: Workflow;
  /** Names these bytes; a save says which it was made from, so that nobody else's work is overwritten. */
  readonly revision: string;
}

/** `POST /api/validate`. */
export interface ValidationReport {
  readonly issues: readonly WorkflowIssue[];
}

/** How a run stands. */
export type RunState = Extract<EndStatus, 'completed' | 'failed' | 'cancelled'> | 'running';

/** One line of `GET /api/runs`, newest first. */
export interface RunSummary {
  readonly runId: string;
  readonly workflowId?: string;
  readonly workflowName?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly state: RunState;
  readonly durationMs?: number;
  readonly error?: ErrorShape;
}

/** `GET /api/settings`. Values of secrets are never told. */
export interface SettingsReport {
  readonly engineUrl: { readonly url: string; readonly source: string } | null;
  /** Why the address that is set cannot be used. */
  readonly engineUrlError?: ErrorShape;
  readonly secrets: readonly { readonly name: string; readonly storedAt: string }[];
  /** Whether local engines may exist (NODETOOL_ENV is not `production`). */
  readonly isLocalAllowed: boolean;
}

/** The body of every answer that is an error. */
export interface ErrorAnswer {
  readonly error: ErrorShape;
}
