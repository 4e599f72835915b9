import type { ErrorCode } from '../errors/error-catalogue.ts';

/** Something in a workflow that is wrong (`error`: it cannot run) or doubtful (`warning`). */
export interface WorkflowIssue {
  readonly severity: 'error' | 'warning';
  readonly code: ErrorCode;
  /** Where in the file, for example `nodes[3].data.model`. */
  readonly path: string;
  readonly nodeId?: string;
  readonly edgeId?: string;
  /** What is wrong, without the path. */
  readonly message: string;
  readonly hint?: string;
}
