import type { z } from 'zod';
import { NodetoolError } from '../errors/nodetool-error.ts';
import { migrateWorkflow } from './migrate-workflow.ts';
import { workflowSchema } from './workflow-schema.ts';
import type { Workflow } from './workflow-schema.ts';

/** So many mistakes of a file are named; nobody reads more, and a hostile file has millions. */
const MOST_ISSUES = 100;
/** Levels of nesting that a file may have; real ones stay below 20. */
const MAX_DEPTH = 100;

/**
 * Gives the workflow in a file's text. Unknown node types and unknown fields are kept. Throws WORKFLOW_NOT_JSON,
 * WORKFLOW_INVALID (message begins with the path, `nodes[3].type: …`; all of them in `details.issues`) or
 * WORKFLOW_TOO_NEW.
 */
export function parseWorkflow(text: string): Workflow {
  let value: unknown;
  try {
    // A byte-order mark is what some editors put in front; JSON.parse refuses it.
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodetoolError('WORKFLOW_NOT_JSON', `The workflow file is not valid JSON: ${why}`, {
      cause: error,
    });
  }
  return readWorkflow(value);
}

/** The same for a value that is parsed already, for example the body of a request. */
export function readWorkflow(value: unknown): Workflow {
  refusePrototypeKeys(value, '', 0);
  const checked = workflowSchema.safeParse(migrateWorkflow(value));
  if (checked.success) return checked.data;
  const issues = checked.error.issues
    .slice(0, MOST_ISSUES)
    .map((issue) => `${describePath(issue.path)}: ${describeIssue(issue)}`);
  throw new NodetoolError('WORKFLOW_INVALID', issues[0], { details: { issues } });
}

/** Gives a path as it stands in messages: `nodes[3].data.model`. The outer `graph` is left out. */
export function describePath(path: readonly PropertyKey[]): string {
  const inner = path[0] === 'graph' && path.length > 1 ? path.slice(1) : path;
  let text = '';
  for (const step of inner) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text === '' ? 'workflow' : text;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return issue.message.replace(/^Invalid input: /, '');
}

function refusePrototypeKeys(value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH)
    throw new NodetoolError(
      'WORKFLOW_INVALID',
      `${path}: is nested more than ${MAX_DEPTH} levels deep`,
    );
  for (const [key, inner] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    if (reachesPrototype(key, inner))
      throw new NodetoolError('WORKFLOW_INVALID', `${here}: this name is not allowed`);
    refusePrototypeKeys(inner, here, depth + 1);
  }
}

/** `constructor` alone is an ordinary word; only `constructor.prototype` reaches further. */
function reachesPrototype(key: string, inner: unknown): boolean {
  if (key === '__proto__') return true;
  return (
    key === 'constructor' &&
    typeof inner === 'object' &&
    inner !== null &&
    Object.hasOwn(inner, 'prototype')
  );
}
