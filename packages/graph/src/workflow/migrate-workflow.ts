import { NodetoolError } from '../errors/nodetool-error.ts';
import { isRecord } from '../values/is-record.ts';
import { WORKFLOW_FORMAT_VERSION } from './workflow-schema.ts';

type Step = (workflow: Record<string, unknown>) => Record<string, unknown>;

/** Step n turns a file of version n into version n + 1. Version 0 is NodeTool's own shape. */
const STEPS: readonly Step[] = [
  // A bare graph, as NodeTool's exports have it, is put into a workflow of its own.
  (workflow) => ('graph' in workflow || !('nodes' in workflow) ? workflow : { graph: workflow }),
];

/**
 * Brings a parsed file to the present format. Throws WORKFLOW_TOO_NEW for a later one. What is not an object is given
 * back as it is, for the schema to refuse.
 */
export function migrateWorkflow(value: unknown): unknown {
  if (!isRecord(value)) return value;
  let workflow = value;
  const version = workflow['formatVersion'] ?? 0;
  if (typeof version !== 'number' || !Number.isInteger(version)) return value;
  if (version > WORKFLOW_FORMAT_VERSION) {
    throw new NodetoolError(
      'WORKFLOW_TOO_NEW',
      `The workflow has format version ${version}; this version reads up to ${WORKFLOW_FORMAT_VERSION}.`,
      { details: { formatVersion: version } },
    );
  }
  for (const step of STEPS.slice(Math.max(0, version))) workflow = step(workflow);
  return { ...workflow, formatVersion: WORKFLOW_FORMAT_VERSION };
}
